using System.CommandLine;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae run</c>: every trial of a manifest.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var manifest = new ManifestArguments();
        var sweep = new SweepArguments();
        var restart = new Option<bool>("--restart") { Description = "Begin anew instead of going on with what the results folder holds." };
        var prepare = new Option<bool>("--prepare")
        {
            Description = "Write plan.json and run nothing: for a launcher that runs the trials with dvae trial.",
        };
        var command = new Command("run", "Train every trial of a manifest and write results/<name>/; run again, it finishes what is unfinished.");
        manifest.AddTo(command);
        sweep.AddTo(command);
        command.Options.Add(restart);
        command.Options.Add(prepare);
        command.SetAction(async (parse, cancellationToken) =>
        {
            ExperimentPlan plan = manifest.Load(parse);
            var session = new SweepSession(context);
            session.Check(plan.Trials);
            using ClaimedSweep claimed = ClaimedSweep.Begin(
                plan, parse.GetValue(restart), ManifestArguments.Vocabulary, session.Claims, session.Notes);
            if (!parse.GetValue(prepare)) return await session.RunAsync(claimed, sweep.Read(parse), cancellationToken).ConfigureAwait(false);
            context.Output.WriteLine(claimed.Folder.PlanPath);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
