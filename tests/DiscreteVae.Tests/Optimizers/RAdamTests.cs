using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Optimizers;

public class RAdamTests
{
    /// <summary>
    /// With a constant gradient of 1 both moments are 1 after their corrections, so that a step is the learning rate times the
    /// rectification: 1 up to step 5, then the published warm-up.
    /// </summary>
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(5, 1.0)]
    [InlineData(6, 0.026)]
    [InlineData(100, 0.215)]
    [InlineData(600, 0.518)]
    [InlineData(3000, 0.918)]
    [InlineData(6000, 0.993)]
    public void The_warm_up_is_the_published_one(int step, double expected)
    {
        var optimizer = new RAdam(new RAdamOptions());
        Real[] parameters = [0], first = [0], second = [0];
        Real before = 0;
        for (int t = 1; t <= step; t++)
        {
            before = parameters[0];
            optimizer.BeginStep(1e-3);
            optimizer.Update(parameters, [1], first, second);
        }
        Assert.Equal(expected, (before - parameters[0]) / 1e-3, 2e-3);
    }
}
