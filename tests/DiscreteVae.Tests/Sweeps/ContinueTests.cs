using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Sweeps;

/// <summary>A manifest that is run again in the folder of its results.</summary>
public class ContinueTests
{
    [Fact]
    public async Task A_changed_manifest_is_refused_with_the_difference_and_nothing_changes()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();
        byte[] plan = experiment.Bytes("plan.json"), metrics = experiment.Bytes("metrics.csv");

        DvaeCommand refused = await experiment.RunAsync("training:learningRate=0.02", "model:hidden=[8,4]", "training:epochs=2");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("training:learningRate: 0.01 -> 0.02", refused.Error, StringComparison.Ordinal);
        Assert.Contains("model:hidden: [8] -> [8,4]", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("training:epochs", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--restart", refused.Error, StringComparison.Ordinal);
        Assert.Equal(plan, experiment.Bytes("plan.json"));
        Assert.Equal(metrics, experiment.Bytes("metrics.csv"));
    }

    [Fact]
    public async Task What_cannot_change_a_number_may_change()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();
        DvaeCommand again = await experiment.RunAsync("compute:threads=2", "compute:loaders=3", "checkpoint:keep=5", "description=\"now with one\"");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("1 completed already", again.Error, StringComparison.Ordinal);
        Assert.Contains("\"keep\": 5", File.ReadAllText(Path.Combine(experiment.Results, "plan.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_takes_the_folder_over_and_tells_what_stays()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();
        DvaeCommand restarted = await experiment.RunAsync("training:seed=9", "--restart");
        Assert.True(restarted.ExitCode == 0, restarted.Error);
        Assert.Contains("1 trials of an earlier plan stay", restarted.Error, StringComparison.Ordinal);
        Assert.Contains(",9,2,", File.ReadAllText(Path.Combine(experiment.Results, "trials.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"manifest\":")]
    [InlineData("{ \"manifest\": {}, \"trials\": [] }")]
    [InlineData("[]")]
    public async Task A_damaged_plan_is_told(string content)
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare");
        File.WriteAllText(Path.Combine(experiment.Results, "plan.json"), content);
        foreach (string verb in new[] { "resume", "collect" })
        {
            DvaeCommand command = await DvaeCommand.RunAsync(verb, experiment.Results);
            Assert.Equal(3, command.ExitCode);
            Assert.Contains("plan.json", command.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failed_trial_is_kept_by_a_resume_and_run_again_by_a_retry()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", "sweep:axes:training:seed=[0,1]");
        string blocked = Path.Combine(new TinySweep(experiment).Trial(0), "metrics.csv");
        Directory.CreateDirectory(blocked);
        DvaeCommand failed = await DvaeCommand.RunAsync("resume", experiment.Results);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("a folder of that name is in the way", failed.Error, StringComparison.Ordinal);
        Assert.Contains("retry --failed", failed.Error, StringComparison.Ordinal);
        Assert.Contains("completed", new TinySweep(experiment).State(1), StringComparison.Ordinal);
        Directory.Delete(blocked);

        DvaeCommand resumed = await DvaeCommand.RunAsync("resume", experiment.Results);
        Assert.Equal(1, resumed.ExitCode);
        Assert.Contains("1 failed before", resumed.Error, StringComparison.Ordinal);

        DvaeCommand retried = await DvaeCommand.RunAsync("retry", "--failed", experiment.Results);
        Assert.Equal(0, retried.ExitCode);
        Assert.Contains("completed", new TinySweep(experiment).State(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_must_say_what()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare");
        DvaeCommand command = await DvaeCommand.RunAsync("retry", experiment.Results);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("--failed", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_fast_stops_the_others_with_checkpoints()
    {
        using var experiment = new TinyExperiment();
        string[] overrides =
        [
            """sweep:cases=[{"training:seed":1},{"training:seed":2,"training:learningRate":1e6}]""", "model:hidden=[8,8,8,8,8]",
            "model:activation=leaky-relu", "model:negativeSlope=1", "training:epochs=100000", "--parallel", "2",
        ];
        DvaeCommand command = await experiment.RunAsync([.. overrides, "--fail-fast"]);

        Assert.Equal(1, command.ExitCode);
        var sweep = new TinySweep(experiment);
        Assert.Contains("diverged", sweep.State(1), StringComparison.Ordinal);
        Assert.DoesNotContain("completed", sweep.State(0), StringComparison.Ordinal);
    }
}
