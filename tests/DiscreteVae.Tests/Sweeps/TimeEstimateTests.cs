using DiscreteVae.Research.Sweeps;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Sweeps;

public sealed class TimeEstimateTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 6)] // 1 + 3 and 2; then 4 on the second.
    [InlineData(4, 4)]
    [InlineData(9, 4)]
    public void Trials_begin_in_their_order_where_a_worker_is_free(int workers, double expected) =>
        Assert.Equal(expected, TimeEstimate.Span([1, 2, 3, 4], workers));

    [Fact]
    public async Task A_plan_tells_about_how_long_it_takes_and_leaves_nothing()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand plan = await DvaeCommand.RunAsync(
            "plan", experiment.Manifest, """sweep:axes={"estimator:name":["reinforce","straight-through"],"training:seed":[0,1]}""");
        Assert.True(plan.ExitCode == 0, plan.Error);
        string[] lines = plan.Output.Split('\n');
        Assert.EndsWith("about", lines[3], StringComparison.Ordinal);
        Assert.All(lines[4..8], line => Assert.Matches(@" \d+(\.\d)? (s|min.*)$", line));
        Assert.Contains("by the first steps of 2 kind(s) of trial", plan.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
    }

    [Fact]
    public async Task Without_its_data_a_plan_is_shown_without_an_estimate_and_nothing_is_fetched()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand plan = await DvaeCommand.RunAsync("plan", experiment.Manifest, $"data:dataset=idx:{experiment.Folder}/nowhere");
        Assert.Equal(0, plan.ExitCode);
        Assert.Contains("note: no estimate of the time: ", plan.Error, StringComparison.Ordinal);
        Assert.Contains("straight-through", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("about", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_estimate_is_made_where_none_is_wanted()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand plan = await DvaeCommand.RunAsync("plan", experiment.Manifest, "--no-estimate");
        Assert.Equal((0, ""), (plan.ExitCode, plan.Error));
        Assert.DoesNotContain("about", plan.Output, StringComparison.Ordinal);
    }
}
