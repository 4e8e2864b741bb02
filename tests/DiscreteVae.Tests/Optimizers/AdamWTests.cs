using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Optimizers;

public class AdamWTests
{
    [Fact]
    public void Without_a_gradient_only_the_decay_is_left()
    {
        var optimizer = new AdamW(new AdamWOptions { WeightDecay = 0.5 });
        Real[] parameters = [2, -4], first = [0, 0], second = [0, 0];
        optimizer.BeginStep(0.1);
        optimizer.Update(parameters, [0, 0], first, second);
        Assert.Equal(1.9, parameters[0], 1e-6);
        Assert.Equal(-3.8, parameters[1], 1e-6);
    }
}
