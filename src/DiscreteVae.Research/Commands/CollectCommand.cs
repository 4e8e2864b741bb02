using System.CommandLine;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae collect</c>: the tables of a results folder from its trials' own files.</summary>
internal static class CollectCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> folder = SweepArguments.Folder();
        var command = new Command("collect", "Write metrics.csv, trials.csv and summary.csv from what the trials have so far.") { folder };
        command.SetAction(parse =>
        {
            var session = new SweepSession(context);
            using ClaimedSweep claimed = ClaimedSweep.Open(parse.GetRequiredValue(folder), ManifestArguments.Vocabulary, session.Claims);
            claimed.Folder.Collect(TrialRecords.Of(claimed.Plan));
            context.Output.WriteLine(claimed.Plan.Folder);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
