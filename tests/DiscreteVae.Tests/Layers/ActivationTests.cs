using DiscreteVae.Layers;

namespace DiscreteVae.Tests.Layers;

public class ActivationTests
{
    [Fact]
    public void One_slope_covers_every_function()
    {
        Assert.Equal(1, Activation.Identity.NegativeSlope);
        Assert.Equal(0, Activation.Relu.NegativeSlope);
        Assert.Equal((Real)0.3, Activation.LeakyRelu((Real)0.3).NegativeSlope);
        Assert.True(Activation.Identity.IsIdentity);
        Assert.False(Activation.Relu.IsIdentity);
        Assert.False(Activation.LeakyRelu((Real)0.3).IsIdentity);
    }
}
