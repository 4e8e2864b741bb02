using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class LatentShapeTests
{
    [Theory]
    [InlineData(4, 8, 32, 8.317766166719343)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(30, 10, 300, 69.07755278982137)]
    public void The_width_is_N_K_and_the_largest_KL_is_N_ln_K(int latents, int categories, int width, double kl)
    {
        var shape = new LatentShape(latents, categories);
        Assert.Equal(width, shape.Width);
        Assert.Equal(kl, shape.MaximumKl, 1e-12);
        Assert.Equal($"{latents} latents of {categories} categories", shape.ToString());
    }
}
