using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class RebarTests
{
    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(0.3, 0.5)]
    public void Any_temperature_and_fixed_scale_is_unbiased(double temperature, double eta) => EstimatorContract.MeanIsExact(
        shape => new Rebar(shape, new RebarOptions { Eta = eta, Adaptive = false }), "quadratic", (Real)temperature);

    /// <summary>
    /// Relative standard deviations published for the quadratic toy loss: 2.18 without, 1.69 with λ = 0.5 and η = 1.
    /// </summary>
    [Fact]
    public void Its_deviation_is_the_published_one()
    {
        Assert.Equal(1.69, Deviation(new Rebar(PublishedToy.Shape, new RebarOptions { Adaptive = false })), 0.05);
        Assert.Equal(2.18, Deviation(new Rebar(PublishedToy.Shape, new RebarOptions { Eta = 0, Adaptive = false })), 0.05);
        Assert.True(Deviation(new Rebar(PublishedToy.Shape, new RebarOptions())) < 1.72, "The adaptive scale has more variance.");
    }

    private static double Deviation(Rebar estimator)
    {
        StreamingMoments draws = PublishedToy.Problem.DrawGradients(
            estimator, (Real)0.5, seed: 8, 1e-6, mustDetect: 1e-9, copies: 20, most: 1500);
        return Math.Sqrt(20 * Enumerable.Range(0, 6).Sum(draws.Variance)) / PublishedToy.Problem.Norm;
    }
}
