using System.CommandLine;
using DiscreteVae.Research.Clusters;
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
        var here = new Option<bool>("--here") { Description = "On this machine, though the sweep was submitted to Slurm." };
        var slurm = new SlurmArguments();
        var command = new Command("retry", "Run the failed trials of a results folder once more, and finish the unfinished ones.") { folder };
        command.Options.Add(failed);
        sweep.AddTo(command);
        command.Options.Add(here);
        slurm.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(failed)) result.AddError("Say what to retry: --failed.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var session = new SweepSession(context);
            using ClaimedSweep claimed = ClaimedSweep.Open(parse.GetRequiredValue(folder), ManifestArguments.Vocabulary, session.Claims);
            session.Check(claimed.Plan.Trials);
            if (SlurmJobs.Exist(claimed.Folder.FullPath) && !parse.GetValue(here))
                return await ResubmitAsync(claimed, session, slurm, parse, context, cancellationToken).ConfigureAwait(false);
            int count = claimed.RetryFailed(session.Claims);
            session.Notes.Report(FormattableString.Invariant($"{count} failed trials are tried once more"));
            return await session.RunAsync(claimed, sweep.Read(parse), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    // A trial that was cancelled or lost has failed as far as Slurm is concerned: all that are not done and not in its queue go back there,
    // one a task, so that none runs beside them.
    private static async Task<int> ResubmitAsync(
        ClaimedSweep claimed, SweepSession session, SlurmArguments slurm, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        SlurmJobs jobs = SlurmJobs.Read(claimed.Folder.FullPath);
        SlurmOptions options = slurm.Read(parse, jobs.Options with { TrialsPerTask = 1 });
        DvaeProgram program = slurm.Program(parse, jobs.Command);
        int count = claimed.RetryFailed(session.Claims);
        if (count > 0) session.Notes.Report(FormattableString.Invariant($"{count} failed trials are tried once more"));
        int[] trials = [.. claimed.Plan.Trials.Where(trial => !claimed.Folder.ReadState(trial.Id).IsDone).Select(trial => trial.Index)];
        return await new SlurmSession(context, slurm.Client(parse)).SubmitAsync(
            SlurmSession.Sweep(claimed.Plan, program, jobs.WorkingFolder), options, jobs, trials, cancellationToken).ConfigureAwait(false);
    }
}
