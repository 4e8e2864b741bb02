using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae plan</c>: the trials of a manifest, without running any.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandContext context)
    {
        var manifest = new ManifestArguments();
        var command = new Command("plan", "Check a manifest and show its trials without running them.");
        manifest.AddTo(command);
        command.SetAction(parse =>
        {
            Write(context.Output, manifest.Load(parse));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Write(TextWriter output, ExperimentPlan plan)
    {
        output.WriteLine($"{plan.Name}: {plan.Description}");
        output.WriteLine($"results go to {plan.Folder}");
        output.WriteLine();
        string[][] rows =
        [
            ["", "trial", "estimator", "latents", "epochs", "seed", .. plan.SweptKeys],
            .. plan.Trials.Select(trial => (string[])
            [
                (trial.Index + 1).ToString(CultureInfo.InvariantCulture),
                trial.Id,
                trial.Manifest.Estimator.Name,
                string.Create(CultureInfo.InvariantCulture, $"{trial.Manifest.Model.Latents} x {trial.Manifest.Model.Categories}"),
                trial.Manifest.Training.Epochs.ToString(CultureInfo.InvariantCulture),
                trial.Manifest.Training.Seed.ToString(CultureInfo.InvariantCulture),
                .. trial.Swept.Select(swept => swept.Value),
            ]),
        ];
        TextTable.Write(output, rows);
    }
}
