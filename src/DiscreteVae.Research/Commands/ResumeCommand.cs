using System.CommandLine;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae resume</c>: what a results folder has left to do, from its plan alone.</summary>
internal static class ResumeCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> folder = SweepArguments.Folder();
        var sweep = new SweepArguments();
        var command = new Command("resume", "Finish the unfinished trials of a results folder, each from its last checkpoint.") { folder };
        sweep.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var session = new SweepSession(context);
            using ClaimedSweep claimed = ClaimedSweep.Open(parse.GetRequiredValue(folder), ManifestArguments.Vocabulary, session.Claims);
            session.Check(claimed.Plan.Trials);
            return await session.RunAsync(claimed, sweep.Read(parse), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
