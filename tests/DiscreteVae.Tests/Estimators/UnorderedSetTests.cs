using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class UnorderedSetTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Any_number_of_samples_is_unbiased(int samples) =>
        EstimatorContract.MeanIsExact(shape => new UnorderedSet(new EstimatorContext(shape, samples)), "quadratic");

    /// <summary>Nine codes are all there are: the estimate is their sum, whatever the noise.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public void With_a_sample_for_every_code_it_is_exact(int samples)
    {
        for (ulong draw = 0; draw < 10; draw++)
        {
            Matrix gradient = PublishedToy.Problem.Estimate(
                new UnorderedSet(new EstimatorContext(PublishedToy.Shape, samples)), 1, TestInputs.Noise(draw));
            for (int i = 0; i < 6; i++)
                Assert.Equal(PublishedToy.Problem.ExactGradient[i], gradient.Span[i], 10 * Golden.Tolerance);
        }
    }

    [Fact]
    public void One_sample_is_an_error_that_says_what_it_needs() => Assert.Contains("'unordered-set' needs estimator:samples of 2 or more",
        Assert.Throws<EstimatorNotApplicableException>(() => new UnorderedSet(new EstimatorContext(PublishedToy.Shape))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Too_many_samples_are_an_error() => Assert.Contains("may be 16 at most, and it is 17",
        Assert.Throws<EstimatorNotApplicableException>(() => new UnorderedSet(new EstimatorContext(PublishedToy.Shape, 17))).Message,
        StringComparison.Ordinal);

    /// <summary>The objective itself fails where the decoder's weights do not sum to 1.</summary>
    [Theory]
    [InlineData(0.7)]
    [InlineData(30)]
    public void Peaked_posteriors_keep_the_weights_whole(double scale)
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 3, categories: 4, data: 5, seed: 45, scale);
        var estimator = new UnorderedSet(new EstimatorContext(problem.Shape, 5));
        for (ulong draw = 0; draw < 50; draw++)
        {
            foreach (Real value in problem.Estimate(estimator, 1, TestInputs.Noise(draw)).Span)
                Assert.True(Real.IsFinite(value));
        }
    }
}
