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

    /// <summary>4,096 codes of 30 data need many blocks; the last is smaller than the others.</summary>
    [Fact]
    public void Blocks_change_nothing()
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 4, categories: 5, data: 30, seed: 41);
        Matrix whole = problem.Estimate(Create(problem.Shape, new ExactOptions()), 1, TestInputs.Noise(1));
        Matrix blocks = problem.Estimate(
            Create(problem.Shape, new ExactOptions { Decoder = ExactDecoder.Sample }), 1, TestInputs.Noise(1));
        Assert.Equal(whole.Span.ToArray(), blocks.Span.ToArray());
    }

    [Fact]
    public void The_published_exact_gradient_is_met()
    {
        Real[] gradient = PublishedToy.Estimate(Create(PublishedToy.Shape, new ExactOptions()), 1, out _);
        PublishedToy.Agree([.63609310, -.76717581, .13108270, -.05194847, .54354695, -.49159848], gradient);
    }

    [Fact]
    public void A_budget_that_is_exceeded_is_an_error_that_says_what_to_do()
    {
        var error = Assert.Throws<EstimatorNotApplicableException>(() =>
            new Exact(new EstimatorContext(new LatentShape(4, 8), BatchSize: 100), new ExactOptions()));
        Assert.Contains("B * K^N = 100 * 4096 rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("budget of 65536", error.Message, StringComparison.Ordinal);
        Assert.Contains("estimator:exact:maximumRows", error.Message, StringComparison.Ordinal);
        var sampled = new ExactOptions { Decoder = ExactDecoder.Sample };
        Assert.Equal(4097, new Exact(new EstimatorContext(new LatentShape(4, 8), BatchSize: 100), sampled).Traits.Evaluations);
        Assert.Contains("K^N = 1.15292e+18 codes", Assert.Throws<EstimatorNotApplicableException>(() =>
            new Exact(new EstimatorContext(new LatentShape(20, 8)), sampled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_minibatch_beyond_the_budget_is_an_error_too()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 2, categories: 3, data: 1, seed: 42);
        Exact estimator = Create(problem.Shape, new ExactOptions { MaximumRows = 20 });
        problem.Estimate(estimator, 1, TestInputs.Noise(1), copies: 2);
        Assert.Throws<EstimatorNotApplicableException>(() => problem.Estimate(estimator, 1, TestInputs.Noise(1), copies: 3));
    }

    private static Exact Create(LatentShape shape, ExactOptions options) => new(new EstimatorContext(shape), options);
}
