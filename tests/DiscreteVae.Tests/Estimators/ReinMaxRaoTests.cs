using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ReinMaxRaoTests
{
    [Fact]
    public void The_published_estimate_of_one_repeat_is_met()
    {
        var estimator = new ReinMaxRao(PublishedToy.Shape, new RaoBlackwellOptions { Repeats = 1 });
        PublishedToy.Agree([.87352740, .00937017, -.88289757, .24281036, -.04316680, -.19964356],
            PublishedToy.Estimate(estimator, 1, out _, exponentials: [.7, 1.3, .2, .4, .9, 1.1]));
    }
}
