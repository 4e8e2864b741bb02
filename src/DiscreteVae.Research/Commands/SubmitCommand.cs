using System.CommandLine;
using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae submit slurm</c>: a manifest's trials as job arrays of a cluster.</summary>
internal static class SubmitCommand
{
    public static Command Create(CommandContext context) => new("submit", "Hand a manifest's trials to a cluster.") { CreateSlurm(context) };

    private static Command CreateSlurm(CommandContext context)
    {
        var manifest = new ManifestArguments();
        var slurm = new SlurmArguments();
        var perTask = new Option<int>("--trials-per-task")
        {
            Description = "Trials that a task runs one after the other: several where they are short.",
            DefaultValueFactory = _ => 1,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the scripts; write and submit nothing." };
        var command = new Command("slurm", "Submit every unfinished trial of a manifest to Slurm; again, those that are not in its queue.");
        manifest.AddTo(command);
        slurm.AddTo(command);
        command.Options.Add(perTask);
        command.Options.Add(dryRun);
        command.SetAction(async (parse, cancellationToken) =>
        {
            ExperimentPlan plan = manifest.Load(parse);
            SlurmOptions options = slurm.Read(parse, new SlurmOptions { TrialsPerTask = parse.GetValue(perTask) });
            DvaeProgram program = slurm.Program(parse, []);
            var session = new SweepSession(context);
            session.Check(plan.Trials);
            SlurmClient client = slurm.Client(parse);
            var submission = new SlurmSession(context, client);
            submission.Check(plan, program);
            SlurmSweep sweep = SlurmSession.Sweep(plan, program, Environment.CurrentDirectory);
            if (parse.GetValue(dryRun))
            {
                await submission.ShowAsync(sweep, options, new SlurmJobs(), [.. plan.Trials.Select(trial => trial.Index)], cancellationToken)
                    .ConfigureAwait(false);
                return (int)ExitCode.Success;
            }
            using ClaimedSweep claimed = ClaimedSweep.Begin(plan, restart: false, ManifestArguments.Vocabulary, session.Claims, session.Notes);
            return await submission.SubmitAsync(
                sweep, options, SlurmJobs.Read(sweep.Folder), Unfinished(claimed, session.Notes), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static List<int> Unfinished(ClaimedSweep sweep, IProgress<string> notes)
    {
        TrialState[] states = [.. sweep.Plan.Trials.Select(trial => sweep.Folder.ReadState(trial.Id))];
        int done = states.Count(state => state.IsDone), failed = states.Count(state => state.HasFailed);
        if (done > 0) notes.Report(FormattableString.Invariant($"completed already: {done} of {states.Length} trials"));
        if (failed > 0) notes.Report(FormattableString.Invariant($"failed before: {failed} of {states.Length} trials; dvae retry --failed {sweep.Plan.Folder} submits them again"));
        return [.. sweep.Plan.Trials.Where(trial => !states[trial.Index].IsDone && !states[trial.Index].HasFailed).Select(trial => trial.Index)];
    }
}
