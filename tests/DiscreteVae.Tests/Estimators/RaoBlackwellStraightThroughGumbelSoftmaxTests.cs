using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class RaoBlackwellStraightThroughGumbelSoftmaxTests
{
    private const string Name = "rao-blackwell-straight-through-gumbel-softmax";

    private static readonly double[] PublishedExponentials = [.7, 1.3, .2, .4, .9, 1.1];

    public static TheoryData<double> Temperatures() => GoldenKernels.Temperatures(Name);

    [Theory, MemberData(nameof(Temperatures))]
    public void It_is_PyTorchs_at_every_temperature(double temperature) => GoldenKernels.Check(
        shape => new RaoBlackwellStraightThroughGumbelSoftmax(shape, new RaoBlackwellOptions { Repeats = 3 }), Name, temperature);

    [Theory]
    [InlineData(0.5, new[] { 1.06714775, -.07446509, -.99268266, .16764587, -.04726051, -.12038537 })]
    [InlineData(1.0, new[] { .79778461, -.24868951, -.54909510, .24180554, -.09137801, -.15042753 })]
    public void The_published_estimate_of_one_repeat_is_met(double temperature, double[] expected)
    {
        var estimator = new RaoBlackwellStraightThroughGumbelSoftmax(PublishedToy.Shape, new RaoBlackwellOptions { Repeats = 1 });
        PublishedToy.Agree(expected,
            PublishedToy.Estimate(estimator, temperature, out _, exponentials: PublishedExponentials));
    }

    /// <summary>Averaging over noise given the sample leaves the mean and takes variance away.</summary>
    [Fact]
    public void More_repeats_have_less_variance_around_the_same_mean()
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 2, categories: 3, data: 1, seed: 15);
        StreamingMoments one = Draw(1), many = Draw(20);
        for (int i = 0; i < one.Dimension; i++)
        {
            Assert.True(many.Variance(i) < 0.9 * one.Variance(i), $"Variances {one.Variance(i)} and {many.Variance(i)}.");
            double error = Math.Sqrt(Math.Pow(one.StandardError(i), 2) + Math.Pow(many.StandardError(i), 2));
            Assert.True(Math.Abs(one.Mean[i] - many.Mean[i]) <= 5.2 * error, $"Means {one.Mean[i]} and {many.Mean[i]}.");
        }

        StreamingMoments Draw(int repeats) => problem.DrawGradients(
            new RaoBlackwellStraightThroughGumbelSoftmax(problem.Shape, new RaoBlackwellOptions { Repeats = repeats }), (Real)0.5,
            seed: (ulong)repeats, falseFailRate: 1e-6, mustDetect: 0.05 * problem.Norm, copies: 20, most: 2000);
    }
}
