using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class DarnTests
{
    [Fact]
    public void Its_bias_for_a_quadratic_loss_is_the_opposite_of_straight_throughs()
    {
        double[] darn = PublishedToy.Problem.Expectation(new Darn(PublishedToy.Shape), 1);
        double[] straightThrough = PublishedToy.Problem.Expectation(new StraightThrough(PublishedToy.Shape), 1);
        PublishedToy.Agree(PublishedToy.Problem.ExactGradient, [.. darn.Zip(straightThrough, (d, s) => (d + s) / 2)]);
        Assert.Equal(0.301, PublishedToy.Bias(darn), 5e-4);
    }
}
