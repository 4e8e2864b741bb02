using System.CommandLine;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae retry --failed</c>: the failed trials of a results folder once more.</summary>
internal static class RetryCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> folder = SweepArguments.Folder();
        var sweep = new SweepArguments();
        var failed = new Option<bool>("--failed")
        {
            Description = "Trials that met an error go on from their last checkpoints; those that diverged begin anew.",
        };
        var command = new Command("retry", "Run the failed trials of a results folder once more, and finish the unfinished ones.") { folder };
        command.Options.Add(failed);
        sweep.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(failed)) result.AddError("Say what to retry: --failed.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var session = new SweepSession(context);
            using ClaimedSweep claimed = ClaimedSweep.Open(parse.GetRequiredValue(folder), ManifestArguments.Vocabulary, session.Claims);
            session.Check(claimed.Plan.Trials);
            int count = claimed.RetryFailed(session.Claims);
            session.Notes.Report(FormattableString.Invariant($"{count} failed trials are tried once more"));
            return await session.RunAsync(claimed, sweep.Read(parse), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
