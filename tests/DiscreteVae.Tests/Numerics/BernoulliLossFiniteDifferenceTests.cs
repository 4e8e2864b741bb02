using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class BernoulliLossFiniteDifferenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(29)]
    [InlineData(600)]
    public void The_gradient_is_the_derivative_of_the_loss(int pixels)
    {
        double[] logits = TestInputs.Normal((ulong)pixels, pixels, 3), targets = TestInputs.Uniform((ulong)pixels + 1, pixels);
        FiniteDifference.Check(
            (x, loss) => loss[0] = BernoulliLoss.Row(x.ToArray(), targets, gradient: false),
            (x, upstream, gradient) =>
            {
                x.CopyTo(gradient);
                BernoulliLoss.Row(gradient, targets, gradient: true);
                foreach (ref double value in gradient) value *= upstream[0];
            },
            logits, outputs: 1, seed: 3);
    }
}
