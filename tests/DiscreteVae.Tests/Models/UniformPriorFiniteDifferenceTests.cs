using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class UniformPriorFiniteDifferenceTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(1, 5, 1)]
    [InlineData(4, 3, 5)]
    [InlineData(2, 1, 20)]
    public void The_gradient_of_the_KL_is_its_derivative(int rows, int latents, int categories)
    {
        var shape = new LatentShape(latents, categories);
        FiniteDifference.Check(
            (x, kl) => UniformPrior.Forward(TestInputs.PosteriorOf(shape, x), kl),
            (x, upstream, gradient) =>
            {
                var result = new Matrix(rows, shape.Width);
                UniformPrior.Backward(TestInputs.PosteriorOf(shape, x), 1, result);
                for (int i = 0; i < gradient.Length; i++) gradient[i] = upstream[i / shape.Width] * result.Span[i];
            },
            rows * shape.Width, rows, seed: (ulong)(rows + 10 * latents + 100 * categories));
    }
}
