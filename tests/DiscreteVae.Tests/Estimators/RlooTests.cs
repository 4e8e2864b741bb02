using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class RlooTests
{
    [Fact]
    public void The_published_estimate_with_two_samples_is_met()
    {
        Real[] gradient = PublishedToy.Estimate(Create(2), 1, out Real loss, [0, 2, 1, 1]);
        PublishedToy.Agree([.4375, -.4375, 0, 0, -.4375, .4375], gradient);
        Assert.Equal((1.75 + .875) / 2, loss, 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Any_number_of_samples_from_two_is_unbiased(int samples) =>
        EstimatorContract.MeanIsExact(shape => Create(samples, shape), "cubic");

    /// <summary>Where f is the same for every code, the baseline takes all of it, however large.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_constant_loss_has_no_gradient_to_rounding(int samples)
    {
        var shape = new LatentShape(2, 3);
        // f = 1234.5 · (z_0 + z_1 + z_2) = 1234.5 for every one-hot code.
        var problem = new EnumerableProblem(shape, new PolynomialLoss([1234.5, 1234.5, 1234.5, 0, 0, 0]), TestInputs.Normal(3, 6));
        double rounding = 1234.5 * 16 * (sizeof(Real) == sizeof(double) ? Math.Pow(2, -53) : Math.Pow(2, -24));
        for (ulong draw = 0; draw < 50; draw++)
        {
            foreach (Real value in problem.Estimate(Create(samples, shape), 1, TestInputs.Noise(draw), copies: 3).Span)
                Assert.Equal(0, value, rounding);
        }
    }

    [Fact]
    public void One_sample_is_an_error_that_says_what_it_needs() =>
        Assert.Contains("'rloo' needs estimator:samples of 2 or more, and it is 1",
            Assert.Throws<EstimatorNotApplicableException>(() => Create(1)).Message, StringComparison.Ordinal);

    private static Rloo Create(int samples, LatentShape? shape = null) =>
        new(new EstimatorContext(shape ?? PublishedToy.Shape, samples));
}
