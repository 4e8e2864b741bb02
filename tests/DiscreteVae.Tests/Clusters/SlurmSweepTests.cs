using DiscreteVae.Research.Clusters;
using DiscreteVae.Tests.Support;
using DiscreteVae.Tests.Support.Slurm;

namespace DiscreteVae.Tests.Clusters;

/// <summary>
/// Sweeps through a real Slurm that requeues, cancels, runs out of time and loses its node: they end with the bytes of one process.
/// </summary>
[Collection(SlurmCluster.Name)]
public class SlurmSweepTests(SlurmCluster slurm)
{
    private const string EightTrials = """sweep:axes={"estimator:name":["reinforce","straight-through"],"training:seed":[0,1,2,3]}""";

    [SkippableTheory]
    [InlineData(1, "0-7"), InlineData(3, "0-2")]
    public async Task Eight_trials_give_the_bytes_of_one_process(int trialsPerTask, string tasks)
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment("training:epochs=20", EightTrials);
        // A folder that a shell or Slurm would read otherwise, unless it is quoted.
        string results = Path.Combine(experiment.Tiny.Folder, "it's a $folder \"of\" 100%j #1");

        DvaeCommand submitted = await experiment.SubmitToAsync(results, "--trials-per-task", $"{trialsPerTask}", "--max-running", "2");
        var (tables, weights) = await experiment.ReferenceAsync();
        IReadOnlyList<SlurmJob> jobs = SlurmJobs.Read(results).Jobs;
        await SlurmCluster.UntilAsync(() => SlurmExperiment.State(jobs[^1].Job) == "COMPLETED", () => $"{results} did not end.");
        Directory.Move(results, experiment.Results);

        Assert.Equal([tasks, null], jobs.Select(job => job.Tasks));
        Assert.StartsWith($"{jobs[0].Job}  array-1.sh  8 trials in tasks {tasks}\n{jobs[1].Job}  collect-1.sh", submitted.Output, StringComparison.Ordinal);
        Assert.Equal(tables, experiment.Sweep.Tables());
        Assert.Equal(weights, experiment.Sweep.Weights());
        for (int trial = 0; trial < 8; trial++)
        {
            TrialAttempt attempt = Assert.Single(experiment.Attempts(trial));
            Assert.Equal(($"{jobs[0].Job}_{trial / trialsPerTask}", 1, "completed"), (attempt.Task, attempt.Start, attempt.Outcome));
        }
    }

    [SkippableFact]
    public async Task A_requeued_task_goes_on_where_it_was()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment();
        await experiment.SubmitAsync();
        await experiment.HoldAsync(0);

        SlurmCluster.Run("scontrol", "requeue", $"{experiment.Jobs[0].Job}_0");

        await AssertCompleteAsync(experiment, "interrupted", "completed");
        Assert.Contains("Slurm ends", experiment.Logs(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_cancelled_sweep_saves_stays_cancelled_and_is_retried()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment("sweep:axes:training:seed=[0,1,2]");
        await experiment.SubmitAsync("--max-running", "1");
        await experiment.HoldAsync(0);
        var (tables, weights) = await experiment.ReferenceAsync();

        DvaeCommand cancelled = await DvaeCommand.RunAsync("cancel", experiment.Results);
        Assert.Equal((0, $"{experiment.Jobs[0].Job}"), (cancelled.ExitCode, cancelled.Output.Trim()));
        await experiment.EndAsync();
        Assert.Contains(",running,", File.ReadAllText(Path.Combine(experiment.Results, "trials.csv")), StringComparison.Ordinal);
        Assert.Equal("interrupted", Assert.Single(experiment.Attempts(0)).Outcome);
        Assert.Empty(experiment.Attempts(2));
        DvaeCommand again = await DvaeCommand.RunAsync("cancel", experiment.Results);
        Assert.Contains("none of its jobs", again.Error, StringComparison.Ordinal);

        DvaeCommand retried = await DvaeCommand.RunAsync("retry", "--failed", experiment.Results);
        Assert.True(retried.ExitCode == 0, retried.Error);
        Assert.Contains("3 trials in tasks 0-2", retried.Output, StringComparison.Ordinal);
        await experiment.EndAsync();

        Assert.Equal(tables, experiment.Sweep.Tables());
        Assert.Equal(weights, experiment.Sweep.Weights());
        Assert.Equal(["interrupted", "completed"], experiment.Attempts(0).Select(attempt => attempt.Outcome));
        Assert.True(experiment.Attempts(0)[1].FromEpoch > 0);
    }

    [SkippableFact]
    public async Task Only_failed_trials_are_retried()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment("training:epochs=20", "sweep:axes:training:seed=[0,1,2]");
        Assert.Equal(0, (await experiment.Tiny.RunAsync(["--prepare", .. experiment.Overrides])).ExitCode);
        // A folder where its metrics belong fails the trial.
        string blocked = Path.Combine(experiment.Sweep.Trial(1), "metrics.csv");
        Directory.CreateDirectory(blocked);
        await experiment.SubmitAsync();
        await experiment.EndAsync();
        Assert.Contains("failed", experiment.Sweep.State(1), StringComparison.Ordinal);
        Directory.Delete(blocked);

        DvaeCommand submitted = await experiment.SubmitAsync();
        Assert.Contains("failed before: 1 of 3 trials; dvae retry --failed", submitted.Error, StringComparison.Ordinal);
        Assert.Contains("nothing to submit", submitted.Error, StringComparison.Ordinal);
        DvaeCommand retried = await DvaeCommand.RunAsync("retry", "--failed", experiment.Results);
        Assert.Contains("1 trial in tasks 1", retried.Output, StringComparison.Ordinal);

        await AssertCompleteAsync(experiment, "failed", "completed");
    }

    [SkippableFact]
    public async Task A_time_limit_that_strikes_costs_no_step()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment();
        // Slurm looks at time limits twice a minute: a task of one minute is asked to stop a minute before its end at the first look.
        await experiment.SubmitAsync("--time", "1", "--grace", "60");
        int process = await experiment.HoldAsync(0);
        await experiment.ContinueOnTermAsync(process);

        await AssertTablesAsync(experiment);
        // A later look may strike again: every start of the task has the same limit.
        string?[] outcomes = [.. experiment.Attempts(0).Select(attempt => attempt.Outcome)];
        Assert.Equal("interrupted", outcomes[0]);
        Assert.All(outcomes[..^1], outcome => Assert.Equal("interrupted", outcome));
        Assert.Equal("completed", outcomes[^1]);
        Assert.Contains("goes back into the queue for start 2 of at most 20", experiment.Logs(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_task_that_was_started_often_enough_is_not_put_back()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment();
        await experiment.SubmitAsync("--attempts", "1");
        await experiment.HoldAsync(0);

        SlurmCluster.Run("scancel", "--batch", "--signal=TERM", $"{experiment.Jobs[0].Job}_0");
        SlurmCluster.Run("scancel", "--batch", "--signal=CONT", $"{experiment.Jobs[0].Job}_0");

        await experiment.EndAsync();
        Assert.Contains("is not put back again", experiment.Logs(), StringComparison.Ordinal);
        Assert.Equal("interrupted", Assert.Single(experiment.Attempts(0)).Outcome);
    }

    [SkippableFact]
    public async Task A_lost_node_costs_what_was_done_since_the_last_checkpoint()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment();
        await experiment.SubmitAsync();
        int process = await experiment.HoldAsync(0);

        slurm.KillNode(jobs: true);
        Assert.True(Directory.Exists(Path.Combine(experiment.Sweep.Trial(0))));
        await SlurmCluster.UntilAsync(() => !IsRunning(process), () => "The trial survived its node.");
        slurm.StartNode();

        await AssertCompleteAsync(experiment, null, "completed");
    }

    [SkippableFact]
    public async Task A_slurmd_that_is_killed_and_started_again_disturbs_nothing()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment();
        await experiment.SubmitAsync();
        int process = await experiment.HoldAsync(0);

        slurm.KillNode(jobs: false);
        slurm.StartNode();
        SlurmExperiment.Signal("CONT", process);

        await AssertCompleteAsync(experiment, "completed");
    }

    [SkippableFact]
    public async Task A_task_that_is_started_twice_does_not_run_twice()
    {
        slurm.SkipUnlessThere();
        using var experiment = new SlurmExperiment();
        await experiment.SubmitAsync();
        int process = await experiment.HoldAsync(0);

        long twin = long.Parse(SlurmCluster.Run("sbatch", "--parsable", Path.Combine(experiment.Results, "slurm", "array-1.sh")), default(IFormatProvider));
        await SlurmCluster.UntilAsync(() => SlurmExperiment.State(twin) == "FAILED", () => $"The twin did not end.\n{experiment.Logs()}");
        Assert.Contains("is in use by process", experiment.Logs(), StringComparison.Ordinal);
        DvaeCommand again = await experiment.SubmitAsync();
        Assert.Contains("queue already, and left there: 1 trial\n", again.Error, StringComparison.Ordinal);
        SlurmExperiment.Signal("CONT", process);

        await AssertCompleteAsync(experiment, "completed");
    }

    private static bool IsRunning(int process) =>
        Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task AssertTablesAsync(SlurmExperiment experiment)
    {
        var (tables, weights) = await experiment.ReferenceAsync();
        await experiment.EndAsync();
        Assert.Equal(tables, experiment.Sweep.Tables());
        Assert.Equal(weights, experiment.Sweep.Weights());
    }

    private static async Task AssertCompleteAsync(SlurmExperiment experiment, params string?[] outcomes)
    {
        await AssertTablesAsync(experiment);
        Assert.Equal(outcomes, experiment.Attempts(experiment.Sweep.Ids().Length == 3 ? 1 : 0).Select(attempt => attempt.Outcome));
    }
}
