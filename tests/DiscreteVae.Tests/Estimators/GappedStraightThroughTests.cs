using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class GappedStraightThroughTests
{
    public static TheoryData<double> Temperatures() => GoldenKernels.Temperatures("gapped-straight-through");

    [Theory, MemberData(nameof(Temperatures))]
    public void With_a_fixed_gap_it_is_PyTorchs_at_every_temperature(double temperature) => GoldenKernels.Check(
        shape => new GappedStraightThrough(shape, new GappedStraightThroughOptions()), "gapped-straight-through", temperature, "1.0");

    [Theory, MemberData(nameof(Temperatures))]
    public void With_the_probability_gap_it_is_PyTorchs_at_every_temperature(double temperature) => GoldenKernels.Check(
        shape => new GappedStraightThrough(shape, Probability), "gapped-straight-through", temperature, "p");

    [Theory]
    [InlineData(1.0, new[] { 1.00735066, -.74210958, -.26524108, .20926682, -.09911169, -.11015512 })]
    [InlineData(0.5, new[] { 1.38302185, -.93115163, -.45187022, .12244158, -.06527271, -.05716888 })]
    public void The_published_estimate_with_a_gap_of_1_is_met(double temperature, double[] expected) => PublishedToy.Agree(expected,
        PublishedToy.Estimate(new GappedStraightThrough(PublishedToy.Shape, new GappedStraightThroughOptions()), temperature, out _));

    [Fact]
    public void The_published_estimate_with_the_probability_gap_is_met() => PublishedToy.Agree(
        [.92671783, -.65506511, -.27165272, .22332569, -.07516584, -.14815984],
        PublishedToy.Estimate(new GappedStraightThrough(PublishedToy.Shape, Probability), 1, out _));

    [Theory]
    [InlineData(0, 1.0, .240)]
    [InlineData(0, 0.5, .216)]
    [InlineData(1, 1.0, .277)]
    public void Its_bias_for_a_quadratic_loss_is_the_published_one(int mode, double temperature, double expected)
    {
        var estimator = new GappedStraightThrough(PublishedToy.Shape,
            new GappedStraightThroughOptions { Mode = (StraightThroughGap)mode });
        Assert.Equal(expected, PublishedToy.Bias(PublishedToy.Problem.Expectation(estimator, (Real)temperature)), 5e-4);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public void The_probability_gap_is_finite_for_extreme_logits(double magnitude) => EstimatorContract.StaysFinite(
        shape => new GappedStraightThrough(shape, Probability), latents: 2, categories: 3, magnitude, temperature: 1);

    private static GappedStraightThroughOptions Probability { get; } = new() { Mode = StraightThroughGap.Probability };
}
