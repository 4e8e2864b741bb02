using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ReinMaxTests
{
    public static TheoryData<double> Temperatures() => GoldenKernels.Temperatures("reinmax");

    [Theory, MemberData(nameof(Temperatures))]
    public void It_is_PyTorchs_at_every_temperature(double temperature) =>
        GoldenKernels.Check(shape => new ReinMax(shape), "reinmax", temperature);

    [Theory]
    [InlineData(1.0, new[] { 1.03081623, -.55645464, -.47436159, .10047785, -.04192391, -.05855394 })]
    [InlineData(1.3, new[] { 1.10860322, -.64575528, -.46284793, .15920611, -.05579419, -.10341192 })]
    public void The_published_estimate_at_one_sample_is_met(double temperature, double[] expected)
    {
        PublishedToy.Agree(expected, PublishedToy.Estimate(new ReinMax(PublishedToy.Shape), temperature, out Real loss));
        Assert.Equal(1.75, loss, 1e-6);
    }

    [Fact]
    public void Another_temperature_has_the_published_bias()
    {
        double[] mean = PublishedToy.Problem.Expectation(new ReinMax(PublishedToy.Shape), (Real)1.3);
        PublishedToy.Agree([.66215613, -.81282011, .15066398, -.04135246, .50874511, -.46739265], mean);
        Assert.Equal(0.057, PublishedToy.Bias(mean), 5e-4);
    }
}
