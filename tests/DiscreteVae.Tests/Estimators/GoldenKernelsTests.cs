using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class GoldenKernelsTests
{
    /// <summary>Cases of an estimator that nobody has would be left out of the tests in silence.</summary>
    [Theory]
    [InlineData("kernels")]
    [InlineData("network")]
    public void Every_golden_case_is_of_a_registered_estimator(string block)
    {
        foreach (string name in Golden.Cases(block).Select(golden => golden.GetProperty("estimator").GetString()!).Distinct())
            Assert.NotNull(GradientEstimators.All.Find(name));
    }
}
