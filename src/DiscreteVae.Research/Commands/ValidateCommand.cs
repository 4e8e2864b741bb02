using System.CommandLine;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae validate</c>: checks a manifest and nothing else; the exit code is 0, or 2 with every error on stderr.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandContext context)
    {
        var manifest = new ManifestArguments();
        var command = new Command("validate", "Check a manifest: exit code 0, or 2 with every error, its key path and its line.");
        manifest.AddTo(command);
        command.SetAction(parse =>
        {
            ExperimentPlan plan = manifest.Load(parse);
            context.Output.WriteLine(FormattableString.Invariant(
                $"{plan.Name}: valid, {plan.Trials.Count} trial{(plan.Trials.Count == 1 ? "" : "s")}"));
            return (int)ExitCode.Success;
        });
        return command;
    }
}
