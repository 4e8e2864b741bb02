using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class SeedGroupTests
{
    [Fact]
    public void Trials_that_differ_in_the_seed_only_are_one_setting()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        IReadOnlyList<SeedGroup> groups = SeedGroup.Of(ExperimentResults.Read(sweep.Path));
        Assert.Equal(
            ["straight-through, learningRate 0.001", "reinmax, learningRate 0.001", "rloo, learningRate 0.001", "rloo, learningRate 0.1"],
            groups.Select(group => group.Label));
        Assert.Equal([3, 3, 1, 2], groups.Select(group => group.Trials.Count));
        Assert.Equal([3, 3, 0, 0], groups.Select(group => group.Completed.Count));
    }

    [Fact]
    public void Without_a_sweep_the_estimator_names_the_setting()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, []);
        Assert.Equal("reinmax", Assert.Single(SeedGroup.Of(ExperimentResults.Read(sweep.Path))).Label);
    }

    [Fact]
    public void Differences_are_taken_in_pairs_of_equal_seeds()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        // A seed that the other setting has not is in no pair.
        sweep.Add(9, SyntheticSweep.Setting("reinmax", "0.001"), elbo: -50);
        IReadOnlyList<SeedGroup> groups = SeedGroup.Of(ExperimentResults.Read(sweep.Path));
        PairedDifference difference = groups[1].Minus(groups[0], "test_elbo");

        // -105.5 + 1.1 s minus -110 + s: 4.5, 4.6, 4.7.
        Assert.Equal((3, 3), (difference.Statistics.Count, difference.Positive));
        Assert.Equal(4.6, difference.Statistics.Mean!.Value, 1e-9);
        Assert.Equal(0.1 / Math.Sqrt(3), difference.Statistics.StandardError!.Value, 1e-9);
        // t(0.975, 2) = 4.30265.
        Assert.Equal(4.6 - 4.30265 * 0.1 / Math.Sqrt(3), difference.Statistics.Low!.Value, 1e-5);
        Assert.Equal(0, groups[0].Minus(groups[3], "test_elbo").Statistics.Count);
    }

    [Fact]
    public void A_curve_is_a_mean_over_the_epochs_that_all_completed_trials_have()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        IReadOnlyList<SeedGroup> groups = SeedGroup.Of(ExperimentResults.Read(sweep.Path));
        SeedCurve curve = SeedCurve.Of(groups[0], "test", "elbo");
        Assert.Equal([1, 2, 3, 4, 5], curve.Epochs);
        Assert.Equal(3, curve.Trials);
        Assert.Equal(-109 - 10 + 2, curve.Values[0].Mean!.Value, 1e-9);
        Assert.Equal(-109, curve.Values[4].Mean!.Value, 1e-9);
        // What ended early is in no mean.
        Assert.Equal(0, SeedCurve.Of(groups[3], "test", "elbo").Trials);
    }
}
