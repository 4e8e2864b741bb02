using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ExactTests
{
    [Theory]
    [InlineData("linear")]
    [InlineData("quadratic")]
    [InlineData("cubic")]
    [InlineData("bernoulli")]
    public void It_is_the_enumerated_gradient_without_any_noise(string loss)
    {
        EnumerableProblem problem = EnumerableProblem.Create(loss, latents: 3, categories: 4, data: 3, seed: 40);
        foreach (ExactDecoder decoder in Enum.GetValues<ExactDecoder>())
        {
            Matrix gradient = problem.Estimate(Create(problem.Shape, new ExactOptions { Decoder = decoder }), 1, TestInputs.Noise(1));
            for (int i = 0; i < problem.ExactGradient.Length; i++)
                Assert.Equal(problem.ExactGradient[i], gradient.Span[i], 4 * Golden.Tolerance * problem.Norm);
        }
    }

    /// <summary>7^5 = 16,807 codes need seven blocks of 7^4 = 2,401 where they are enumerated in blocks.</summary>
    [Fact]
    public void Blocks_change_nothing()
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 5, categories: 7, data: 3, seed: 41);
        Matrix whole = problem.Estimate(Create(problem.Shape, new ExactOptions()), 1, TestInputs.Noise(1));
        Matrix blocks = problem.Estimate(
            Create(problem.Shape, new ExactOptions { Decoder = ExactDecoder.Sample }), 1, TestInputs.Noise(1));
        for (int i = 0; i < whole.Span.Length; i++) Assert.Equal(whole.Span[i], blocks.Span[i], Golden.Tolerance * problem.Norm);
    }

    [Fact]
    public void The_published_exact_gradient_is_met()
    {
        Real[] gradient = PublishedToy.Estimate(Create(PublishedToy.Shape, new ExactOptions()), 1, out _);
        PublishedToy.Agree([.63609310, -.76717581, .13108270, -.05194847, .54354695, -.49159848], gradient);
    }

    /// <summary>The shape decides, not the minibatch: its codes are evaluated once for all data.</summary>
    [Fact]
    public void A_budget_that_is_exceeded_is_an_error_that_says_what_to_do()
    {
        var shape = new LatentShape(4, 8);
        Assert.Equal((0, 4096, 40.96), (Create(shape, new ExactOptions()).Traits.Evaluations,
            Create(shape, new ExactOptions()).Traits.SharedEvaluations, Create(shape, new ExactOptions()).Traits.EvaluationsOf(100)));
        var error = Assert.Throws<EstimatorNotApplicableException>(() => Create(shape, new ExactOptions { MaximumCodes = 4095 }));
        Assert.Contains("K^N = 4096 codes a step", error.Message, StringComparison.Ordinal);
        Assert.Contains("budget of 4095", error.Message, StringComparison.Ordinal);
        Assert.Contains("estimator:exact:maximumCodes", error.Message, StringComparison.Ordinal);
        Assert.Contains("K^N = 1.15292e+18 codes", Assert.Throws<EstimatorNotApplicableException>(() =>
            Create(new LatentShape(20, 8), new ExactOptions { Decoder = ExactDecoder.Sample })).Message, StringComparison.Ordinal);
    }

    private static Exact Create(LatentShape shape, ExactOptions options) => new(shape, options);
}
