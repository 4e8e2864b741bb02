using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Optimizers;

public class SgdTests
{
    [Theory]
    [InlineData(0.0, 0.8, 0.6)]
    [InlineData(0.5, 0.8, 0.5)]
    public void The_velocity_keeps_its_share(double momentum, double once, double twice)
    {
        var optimizer = new Sgd(new SgdOptions { Momentum = momentum });
        Real[] parameters = [1], velocity = [0];
        optimizer.BeginStep(0.1);
        optimizer.Update(parameters, [2], velocity, []);
        Assert.Equal(once, parameters[0], 1e-6);
        optimizer.BeginStep(0.1);
        optimizer.Update(parameters, [2], velocity, []);
        Assert.Equal(twice, parameters[0], 1e-6);
    }
}
