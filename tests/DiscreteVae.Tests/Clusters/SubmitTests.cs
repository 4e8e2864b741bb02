using DiscreteVae.Research.Clusters;
using DiscreteVae.Tests.Support;
using DiscreteVae.Tests.Support.Slurm;

namespace DiscreteVae.Tests.Clusters;

/// <summary>Submitting where Slurm is missing, refuses, or never answers: a clear error, and nothing lost.</summary>
public class SubmitTests
{
    private const string FiveTrials = "sweep:axes:training:seed=[0,1,2,3,4]";
    private const string SmallArrays = "echo 'MaxArraySize            = 2'; echo 'ClusterName = fake'";

    [SkippableFact]
    public async Task Two_thousand_five_hundred_trials_are_three_arrays()
    {
        Skip.If(OperatingSystem.IsWindows(), "The programs in Slurm's place are shell scripts.");
        using var experiment = new TinyExperiment();
        using FakeSlurm slurm = new FakeSlurm().With("scontrol", "echo 'MaxArraySize            = 1001'");

        DvaeCommand command = await slurm.RunAsync(
            experiment.Folder, "submit", "slurm", experiment.Manifest, $"sweep:axes:training:seed=[{string.Join(',', Enumerable.Range(0, 2500))}]",
            "--partition", "cpu", "--account", "lab", "--time", "1-12", "--cpus-per-trial", "4", "--memory", "4G", "--max-running", "50",
            "--sbatch=--constraint=avx512", "--sbatch=--nice=100", "--dry-run");

        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(GoldenText.Read("slurm-2500.txt"), command.Output.Replace(AppContext.BaseDirectory, "/opt/dvae/").Replace(experiment.Folder, "/home/me/study"));
        Assert.False(Directory.Exists(Path.Combine(experiment.Folder, "results")));
    }

    [SkippableFact]
    public async Task Where_the_cluster_cannot_be_asked_its_default_is_taken()
    {
        Skip.If(OperatingSystem.IsWindows(), "The programs in Slurm's place are shell scripts.");
        using var experiment = new TinyExperiment();
        using var slurm = new FakeSlurm();
        DvaeCommand command = await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest, FiveTrials, "--trials-per-task", "2", "--dry-run");
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Contains("MaxArraySize is not known here; Slurm's default of 1001", command.Error, StringComparison.Ordinal);
        Assert.Contains("--array=0-2\n", command.Output, StringComparison.Ordinal);
        Assert.Contains("--first \"$((0 + 2 * SLURM_ARRAY_TASK_ID))\" --count 2", command.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(null, "There is no sbatch here")]
    [InlineData("echo 'sbatch: error: invalid partition specified: gpu' >&2; echo 'sbatch: error: Batch job submission failed' >&2; exit 1",
        "with exit code 1: sbatch: error: invalid partition specified: gpu; sbatch: error: Batch job submission failed")]
    [InlineData("exec /bin/sleep 600", "sbatch did not answer within 1 seconds")]
    [InlineData("/bin/sleep 5 & echo 17", "sbatch did not answer within 1 seconds")]
    [InlineData("echo Welcome!", "printed no job's number: 'Welcome!'")]
    public async Task Without_an_answer_the_plan_and_the_scripts_are_kept(string? sbatch, string message)
    {
        Skip.If(OperatingSystem.IsWindows(), "The programs in Slurm's place are shell scripts.");
        using var experiment = new TinyExperiment();
        using var slurm = new FakeSlurm();
        if (sbatch is not null) slurm.With("sbatch", sbatch);

        DvaeCommand command = await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest, FiveTrials, "--patience", "1");

        Assert.True(command.ExitCode == 3, command.Error);
        Assert.Contains(message, command.Error, StringComparison.Ordinal);
        Assert.Contains("No job is recorded. The plan and the scripts are kept", command.Error, StringComparison.Ordinal);
        string results = Path.Combine(experiment.Folder, "results", "tiny");
        Assert.True(File.Exists(Path.Combine(results, "plan.json")));
        Assert.Equal(["array-1.sh", "collect-1.sh"], Directory.GetFiles(Path.Combine(results, "slurm")).Select(file => Path.GetFileName(file)).Order());
        Assert.False(SlurmJobs.Exist(results));

        // Mended, the same command goes on.
        slurm.With("sbatch", "echo 17");
        DvaeCommand again = await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest, FiveTrials);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(2, SlurmJobs.Read(results).Jobs.Count);
    }

    [SkippableFact]
    public async Task What_Slurm_took_before_it_refused_is_recorded_and_not_submitted_again()
    {
        Skip.If(OperatingSystem.IsWindows(), "The programs in Slurm's place are shell scripts.");
        using var experiment = new TinyExperiment();
        using FakeSlurm slurm = new FakeSlurm().With("scontrol", SmallArrays)
            .With("sbatch", "case \"$*\" in *array-1.sh) echo '17;fake';; *) echo 'too many jobs' >&2; exit 1;; esac");
        DvaeCommand refused = await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest, FiveTrials, "--memory", "2G");
        Assert.True(refused.ExitCode == 3, refused.Error);
        Assert.Contains("too many jobs", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Submitted before it: 17, 1 of 4 jobs.", refused.Error, StringComparison.Ordinal);
        string results = Path.Combine(experiment.Folder, "results", "tiny");
        Assert.Equal(17, Assert.Single(SlurmJobs.Read(results).Jobs).Job);

        // Which trials wait must be known before more are submitted.
        DvaeCommand blind = await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest, FiveTrials);
        Assert.True(blind.ExitCode == 3, blind.Error);
        Assert.Contains("still run is not known: there is no squeue here.", blind.Error, StringComparison.Ordinal);

        slurm.With("squeue", $"printf '{Line}{Line}' 17 17 0 RUNNING 0 None 18 17 1 PENDING 0 Priority")
            .With("sbatch", "echo \"$*\" >> \"$0.log\"; case \"$*\" in *array-2.sh) echo 20;; *array-3.sh) echo 21;; *) echo 22;; esac");
        DvaeCommand rest = await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest, FiveTrials, "--memory", "2G");

        Assert.True(rest.ExitCode == 0, rest.Error);
        Assert.Contains("queue already, and left there: 2 trials\n", rest.Error, StringComparison.Ordinal);
        Assert.Equal("20  array-2.sh  2 trials in tasks 0-1\n21  array-3.sh  1 trial in tasks 0\n22  collect-1.sh  collects the tables when they have ended\n", rest.Output);
        string folder = Path.Combine(results, "slurm");
        Assert.Equal(
            [$"--parsable {folder}/array-2.sh", $"--parsable {folder}/array-3.sh", $"--parsable --dependency=afterany:17:20:21 {folder}/collect-1.sh"],
            slurm.Log("sbatch"));
        Assert.Equal([17L, 20, 21, 22], SlurmJobs.Read(results).Jobs.Select(job => job.Job));

        // A retry finds every trial in the queue but the one whose task is gone, and keeps the options.
        slurm.With("squeue", $"printf '{Line}{Line}{Line}{Line}' 17 17 0 RUNNING 0 None 18 17 1 FAILED 0 None 20 20 0 PENDING 0 None 19 20 1 RUNNING 1 None")
            .With("sbatch", "echo 30");
        DvaeCommand retried = await slurm.RunAsync(experiment.Folder, "retry", "--failed", results);
        Assert.True(retried.ExitCode == 0, retried.Error);
        Assert.Contains("30  array-4.sh  1 trial in tasks 1\n30  array-5.sh  1 trial in tasks 0\n", retried.Output, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --mem=2G\n", File.ReadAllText(Path.Combine(folder, "array-4.sh")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Status_puts_what_Slurm_tells_beside_the_records()
    {
        Skip.If(OperatingSystem.IsWindows(), "The programs in Slurm's place are shell scripts.");
        using var experiment = new TinyExperiment();
        using FakeSlurm slurm = new FakeSlurm().With("sbatch", "echo 17");
        Assert.Equal(0, (await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest, FiveTrials)).ExitCode);
        string results = Path.Combine(experiment.Folder, "results", "tiny");

        DvaeCommand alone = await slurm.RunAsync(experiment.Folder, "status", "--all", results);
        Assert.True(alone.ExitCode == 0, alone.Error);
        Assert.Contains("note: Slurm's queue is not known: there is no squeue here.", alone.Error, StringComparison.Ordinal);
        Assert.Contains("17_4", alone.Output, StringComparison.Ordinal);

        slurm.With("squeue", $"printf '{Line}{Line}{Line}' 17 17 0 RUNNING 2 None 18 17 1 PENDING 0 Priority 19 17 2 PENDING 0 Priority");
        DvaeCommand queue = await slurm.RunAsync(experiment.Folder, "status", "--all", results);
        Assert.Contains("\nSlurm: 2 left the queue, 2 pending (Priority), 1 running, start 3\n", queue.Output, StringComparison.Ordinal);
        Assert.Contains("17_0 running, start 3", queue.Output, StringComparison.Ordinal);
        Assert.Contains("note: how tasks that left the queue ended is not known: there is no sacct here.", queue.Error, StringComparison.Ordinal);

        slurm.With("sacct", "echo '17_3|OUT_OF_MEMORY|0:125'; echo '17_4|TIMEOUT|0:0'");
        DvaeCommand accounts = await slurm.RunAsync(experiment.Folder, "status", "--all", results);
        Assert.Contains("17_3 out_of_memory (exit code 0:125)", accounts.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("note:", accounts.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Jobs_of_the_name_that_nobody_recorded_are_told()
    {
        Skip.If(OperatingSystem.IsWindows(), "The programs in Slurm's place are shell scripts.");
        using var experiment = new TinyExperiment();
        using FakeSlurm slurm = new FakeSlurm().With("squeue", $"printf '{Line}' 9 9 0 RUNNING 0 None").With("sbatch", "echo 17");
        DvaeCommand command = await slurm.RunAsync(experiment.Folder, "submit", "slurm", experiment.Manifest);
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Contains("has not: 9.", command.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--time", "4h", "--time: '4h'")]
    [InlineData("--memory", "lots", "--memory: 'lots'")]
    [InlineData("--executable", "/no/such/dvae", "--executable: there is no '/no/such/dvae'")]
    [InlineData("--patience", "0", "--patience: from 1")]
    public async Task Bad_options_are_told_before_anything_is_written(string option, string value, string message)
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await DvaeCommand.RunAsync("submit", "slurm", experiment.Manifest, $"results:folder={experiment.Results}", option, value);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(message, command.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
    }

    [Fact]
    public async Task Successive_halving_is_refused()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await DvaeCommand.RunAsync("submit", "slurm", experiment.Manifest, $"results:folder={experiment.Results}", FiveTrials,
            "sweep:strategy=successive-halving", "training:epochs=8");
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("successive-halving", command.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
    }

    [Fact]
    public async Task A_folder_that_was_not_submitted_has_nothing_to_cancel()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare");
        DvaeCommand command = await DvaeCommand.RunAsync("cancel", experiment.Results);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("was not submitted to Slurm", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_outside_of_Slurm_is_refused()
    {
        Assert.Null(Environment.GetEnvironmentVariable("SLURM_JOB_ID"));
        DvaeCommand command = await DvaeCommand.RunAsync("task", "slurm", "--plan", "plan.json", "--first", "0");
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("SLURM_JOB_ID", command.Error, StringComparison.Ordinal);
    }

    // The widths of the columns that squeue is asked for.
    private const string Line = "%-20s%-20s%-20s%-24s%-12s%-80s\\n";
}
