using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Sweeps;

/// <summary>What launchers build on: one trial a call, in any order, by any number of processes.</summary>
public class LauncherContractTests
{
    private const string Axes = """sweep:axes={"estimator:name":["reinforce","straight-through"],"training:seed":[0,1,2]}""";

    [Theory]
    [InlineData("simd")]
    [InlineData("mathnet")]
    public async Task Any_number_of_parallel_trials_gives_the_same_bytes_and_so_does_one_at_a_time(string backend)
    {
        string[] overrides = [Axes, $"compute:backend={backend}", "compute:threads=1"];
        using var one = new TinyExperiment();
        Assert.Equal(0, (await one.RunAsync(["--parallel", "1", .. overrides])).ExitCode);
        var expected = new TinySweep(one);

        foreach (string parallel in new[] { "2", "4" })
        {
            using var many = new TinyExperiment(data: one.Data);
            DvaeCommand command = await many.RunAsync(["--parallel", parallel, .. overrides]);
            Assert.Contains($"{parallel} at once", command.Error, StringComparison.Ordinal);
            AssertSame(expected, new TinySweep(many));
        }
        using var single = new TinyExperiment(data: one.Data);
        await single.RunAsync(["--prepare", .. overrides]);
        foreach (int index in new[] { 4, 0, 5, 1, 3, 2 }) Assert.Equal(0, (await TrialAsync(single, index)).ExitCode);
        Assert.Equal(0, (await DvaeCommand.RunAsync("collect", single.Results)).ExitCode);
        AssertSame(expected, new TinySweep(single));
    }

    [Fact]
    public async Task Preparing_writes_the_plan_and_runs_nothing()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync("--prepare", Axes);
        Assert.Equal((0, Path.Combine(experiment.Results, "plan.json")), (command.ExitCode, command.Output.Trim()));
        Assert.Equal(["plan.json"], new TinySweep(experiment).Files());
    }

    [Fact]
    public async Task A_trial_writes_in_its_own_folder_only_and_a_second_call_writes_nothing()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", Axes);
        Assert.Equal(0, (await TrialAsync(experiment, 2)).ExitCode);
        string trial = new TinySweep(experiment).Trial(2);
        string[] files = new TinySweep(experiment).Files();
        Assert.All(files.Except(["plan.json"]), file =>
            Assert.StartsWith(Path.GetRelativePath(experiment.Results, trial), file, StringComparison.Ordinal));
        var before = Directory.GetFiles(trial).ToDictionary(file => file, File.GetLastWriteTimeUtc);

        DvaeCommand again = await TrialAsync(experiment, 2);

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(trial, again.Output.Trim());
        Assert.Equal(before, Directory.GetFiles(trial).ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("6")]
    public async Task An_index_that_the_plan_does_not_have_is_a_usage_error(string index)
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", Axes);
        DvaeCommand command = await DvaeCommand.RunAsync("trial", "--plan", Path.Combine(experiment.Results, "plan.json"), $"--index={index}");
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("0 to 5", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_trial_says_1_again_until_it_is_retried()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", Axes);
        string blocked = Path.Combine(new TinySweep(experiment).Trial(1), "metrics.csv");
        Directory.CreateDirectory(blocked);
        DvaeCommand failed = await TrialAsync(experiment, 1);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("metrics.csv", failed.Error, StringComparison.Ordinal);
        Directory.Delete(blocked);

        Assert.Equal(1, (await TrialAsync(experiment, 1)).ExitCode);
        Assert.Equal(0, (await TrialAsync(experiment, 1, "--retry")).ExitCode);
    }

    [Fact]
    public async Task An_interrupted_trial_says_75_and_goes_on()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", "training:epochs=40");
        using var source = new CancellationTokenSource();
        DvaeCommand interrupted = await DvaeCommand.RunAsync(TimeProvider.System,
            line => { if (line.Contains("epoch 7/", StringComparison.Ordinal)) source.Cancel(); }, source.Token,
            "trial", "--plan", Path.Combine(experiment.Results, "plan.json"), "--index", "0");
        Assert.Equal(75, interrupted.ExitCode);

        DvaeCommand resumed = await TrialAsync(experiment, 0);

        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("goes on from epoch", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collecting_early_shows_what_there_is()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", Axes);
        await TrialAsync(experiment, 3);
        Assert.Equal(0, (await DvaeCommand.RunAsync("collect", experiment.Results)).ExitCode);
        string[] rows = File.ReadAllLines(Path.Combine(experiment.Results, "trials.csv"));
        Assert.Equal(1, rows.Count(row => row.Contains(",completed,", StringComparison.Ordinal)));
        Assert.Equal(5, rows.Count(row => row.Contains(",pending,", StringComparison.Ordinal)));
    }

    private static Task<DvaeCommand> TrialAsync(TinyExperiment experiment, int index, params string[] options) =>
        DvaeCommand.RunAsync(["trial", "--plan", Path.Combine(experiment.Results, "plan.json"), "--index", $"{index}", .. options]);

    private static void AssertSame(TinySweep expected, TinySweep actual)
    {
        Assert.Equal(expected.Tables(), actual.Tables());
        Assert.Equal(expected.Weights(), actual.Weights());
        Assert.Equal(expected.Files(), actual.Files());
    }
}
