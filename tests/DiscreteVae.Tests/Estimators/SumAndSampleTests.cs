using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class SumAndSampleTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Any_number_of_samples_is_unbiased(int samples) =>
        EstimatorContract.MeanIsExact(shape => new SumAndSample(new EstimatorContext(shape, samples)), "quadratic");

    /// <summary>Nine codes are all there are: the estimate is their sum, whatever the noise.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public void With_a_sample_for_every_code_it_is_exact(int samples)
    {
        for (ulong draw = 0; draw < 10; draw++)
        {
            Matrix gradient = PublishedToy.Problem.Estimate(
                new SumAndSample(new EstimatorContext(PublishedToy.Shape, samples)), 1, TestInputs.Noise(draw));
            for (int i = 0; i < 6; i++)
                Assert.Equal(PublishedToy.Problem.ExactGradient[i], gradient.Span[i], 10 * Golden.Tolerance);
        }
    }

    [Fact]
    public void One_sample_is_an_error_that_says_what_it_needs() => Assert.Contains("'sum-and-sample' needs estimator:samples of 2 or more",
        Assert.Throws<EstimatorNotApplicableException>(() => new SumAndSample(new EstimatorContext(PublishedToy.Shape))).Message,
        StringComparison.Ordinal);
}
