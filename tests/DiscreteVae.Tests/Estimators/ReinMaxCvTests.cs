using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ReinMaxCvTests
{
    /// <summary>Without the correction it is ReinMax at temperature 1, at the code that the Gumbels pick.</summary>
    [Fact]
    public void Without_the_correction_it_is_reinmax()
    {
        // ln p + G is largest at category 0 of the first latent and 2 of the second.
        Real[] gradient = PublishedToy.Estimate(Create(eta: 0, repeats: 1), 0.5, out Real loss, exponentials: [.1, 1, 1, 1, 1, .1]);
        PublishedToy.Agree([1.03081623, -.55645464, -.47436159, .10047785, -.04192391, -.05855394], gradient);
        Assert.Equal(1.75, loss, 1e-6);
    }

    /// <summary>
    /// Of the definition with the forward draw's Gumbels, at temperature 1 and η = 0.7, for the quadratic loss: published as
    /// 0.147.
    /// </summary>
    [Fact]
    public void Its_bias_is_the_published_one_of_this_definition()
    {
        StreamingMoments draws = PublishedToy.Problem.DrawGradients(Create(eta: 0.7, repeats: 4), 1, seed: 5, falseFailRate: 1e-6,
            mustDetect: 0.02 * PublishedToy.Problem.Norm, copies: 200, most: 3000);
        Assert.Equal(0.147, PublishedToy.Bias([.. draws.Mean]), 0.012);
    }

    private static ReinMaxCv Create(double eta, int repeats) =>
        new(PublishedToy.Shape, new ReinMaxCvOptions { Eta = eta, Repeats = repeats });
}
