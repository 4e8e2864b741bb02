using System.Text.Json.Nodes;
using CsCheck;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Tests.Sweeps;

public sealed class SuccessiveHalvingTests
{
    private static readonly SuccessiveHalvingOptions Thirds = new() { Reduction = 3, Metric = "test_elbo" };

    [Theory]
    [InlineData(3, 1, 0, 27, new[] { 1, 3, 9 })] // 27 is the end, not a rung
    [InlineData(3, 1, 0, 28, new[] { 1, 3, 9, 27 })]
    [InlineData(3, 1, 2, 28, new[] { 1, 3 })]
    [InlineData(2, 5, 0, 41, new[] { 5, 10, 20, 40 })]
    [InlineData(3, 10, 0, 10, new int[0])]
    [InlineData(1000, 10_000_000, 0, int.MaxValue, new[] { 10_000_000 })]
    public void Rungs_are_at_powers_of_the_reduction_below_the_last_epoch(
        int reduction, int minimum, int rungs, int epochs, int[] expected) =>
        Assert.Equal(expected, SuccessiveHalving.Rungs(
            new SuccessiveHalvingOptions { Reduction = reduction, MinimumEpochs = minimum, Rungs = rungs }, epochs));

    [Fact]
    public void The_best_third_goes_on_and_each_of_the_others_has_its_reason()
    {
        RungDecision decision = SuccessiveHalving.Decide(Thirds, 5, Alone(-120, -110, -130, -100.25, -115, -140, -150));
        Assert.Equal([1, 3], decision.Kept);
        Assert.Equal([0, 2, 4, 5, 6], decision.Pruned.Select(pruned => pruned.Trial));
        Assert.Equal("at epoch 5 test_elbo -120 ranks 4 of 7, and the best 2 go on", decision.Pruned[0].Reason);
    }

    [Fact]
    public void Of_equal_trials_the_first_is_the_better() =>
        Assert.Equal([0], SuccessiveHalving.Decide(Thirds, 1, Alone(-1, -1, -1, -1)).Kept);

    [Fact]
    public void A_trial_without_a_finite_value_never_goes_on()
    {
        RungDecision decision = SuccessiveHalving.Decide(Thirds, 2, Alone(null, double.NaN, -9, double.PositiveInfinity));
        Assert.Equal([2], decision.Kept);
        Assert.Equal("at epoch 2 there is no finite test_elbo", decision.Pruned[0].Reason);
        Assert.Empty(SuccessiveHalving.Decide(Thirds, 2, Alone(null, null)).Kept);
        Assert.Empty(SuccessiveHalving.Decide(Thirds, 2, []).Pruned);
    }

    [Fact]
    public void The_seeds_of_a_group_stand_or_fall_together_by_their_mean()
    {
        RungResult[] results =
        [
            new(0, "a", -100), new(1, "b", -90), new(2, "a", -120), new(3, "b", -125), new(4, "c", -80), new(5, "c", null),
        ];
        RungDecision decision = SuccessiveHalving.Decide(Thirds with { Reduction = 2 }, 1, results);
        Assert.Equal([1, 3], decision.Kept);
        Assert.Contains("-110 (mean of 2 seeds) ranks 2 of 3", decision.Pruned[0].Reason, StringComparison.Ordinal);
        Assert.Contains("no finite test_elbo (mean of 2 seeds)", decision.Pruned[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_what_the_sweep_sets_but_the_seed()
    {
        Trial trial = new(0, "id", new TrialManifest(), new JsonObject(), [("temperature", "1"), ("training:seed", "4")]);
        Assert.Equal("temperature=1", SuccessiveHalving.GroupOf(trial));
    }

    [Fact]
    public void The_decision_is_the_same_in_any_order_and_keeps_what_it_should() =>
        Gen.Select(Gen.Select(Gen.Int[0, 5], Gen.Int[-4, 4]).Array[1, 40], Gen.Int[2, 5], Gen.Int).Sample((trials, reduction, order) =>
        {
            RungResult[] results =
            [
                .. trials.Select((trial, i) => new RungResult(
                    i, $"g{trial.Item1}", trial.Item2 == 4 ? null : trial.Item2 / 3.0)),
            ];
            SuccessiveHalvingOptions options = Thirds with { Reduction = reduction };
            RungDecision decision = SuccessiveHalving.Decide(options, 1, results);
            RungDecision shuffled = SuccessiveHalving.Decide(
                options, 1, [.. results.OrderBy(result => HashCode.Combine(result.Trial, order))]);
            Assert.Equal(decision.Kept, shuffled.Kept);
            Assert.Equal(decision.Pruned, shuffled.Pruned);
            Assert.Equal(
                Enumerable.Range(0, results.Length), decision.Kept.Concat(decision.Pruned.Select(pruned => pruned.Trial)).Order());

            string[] groups = [.. results.Select(result => result.Group).Distinct()];
            string[] kept = [.. decision.Kept.Select(trial => results[trial].Group).Distinct()];
            string[] finite = [.. groups.Where(group => results.All(result => result.Group != group || result.Value is not null))];
            Assert.Equal(Math.Min(finite.Length, Math.Max(1, groups.Length / reduction)), kept.Length);
            double Mean(string group) => results.Where(result => result.Group == group).Average(result => result.Value!.Value);
            foreach (string loser in finite.Except(kept))
                Assert.All(kept, winner => Assert.True(Mean(winner) >= Mean(loser)));
        });

    private static RungResult[] Alone(params double?[] values) =>
        [.. values.Select((value, i) => new RungResult(i, $"trial {i}", value))];
}
