using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ReinMaxMeanBaselineTests
{
    public static TheoryData<double> Temperatures() => GoldenKernels.Temperatures("reinmax-mean-baseline");

    [Theory, MemberData(nameof(Temperatures))]
    public void It_is_PyTorchs(double temperature) =>
        GoldenKernels.Check(shape => new ReinMaxMeanBaseline(shape), "reinmax-mean-baseline", temperature);

    [Fact]
    public void Its_bias_for_a_quadratic_loss_is_the_published_one() => Assert.Equal(.231,
        PublishedToy.Bias(PublishedToy.Problem.Expectation(new ReinMaxMeanBaseline(PublishedToy.Shape), 1)), 5e-4);
}
