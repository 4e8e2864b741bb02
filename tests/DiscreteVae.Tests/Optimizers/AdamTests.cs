using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Optimizers;

public class AdamTests
{
    [Fact]
    public void The_first_step_is_the_learning_rate_against_the_gradients_sign()
    {
        var adam = new Adam(new AdamOptions());
        Real[] parameters = [1, 1, 1], gradient = [5, (Real)(-0.001), 0], first = new Real[3], second = new Real[3];
        adam.BeginStep(0.01);
        adam.Update(parameters, gradient, first, second);
        Assert.Equal(0.99, parameters[0], 1e-6);
        Assert.Equal(1.01, parameters[1], 1e-6);
        Assert.Equal(1, parameters[2]);
        Assert.Equal((2, 1L), (adam.StateCount, adam.Step));
    }
}
