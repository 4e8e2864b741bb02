using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class DecoupledStraightThroughTests
{
    [Theory]
    [InlineData(1.0, new[] { .97262917, -.67587883, -.29675034, .18788153, -.12312477, -.06475676 })]
    [InlineData(1.3, new[] { .74909599, -.55427013, -.19482585, .18446603, -.11419237, -.07027366 })]
    public void It_is_straight_through_at_its_own_backward_temperature(double backward, double[] expected)
    {
        var estimator = new DecoupledStraightThrough(PublishedToy.Shape,
            new DecoupledStraightThroughOptions { BackwardTemperature = backward });
        PublishedToy.Agree(expected, PublishedToy.Estimate(estimator, temperature: 0.2, out _));
        Assert.Equal(backward == 1, estimator.Traits.ExactForLinear);
    }
}
