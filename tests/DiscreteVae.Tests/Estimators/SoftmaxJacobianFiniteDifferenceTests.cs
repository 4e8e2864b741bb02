using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class SoftmaxJacobianFiniteDifferenceTests
{
    [Theory]
    [InlineData(1, 1, 1, 1.0)]
    [InlineData(1, 1, 5, 1.0)]
    [InlineData(1, 4, 1, 0.5)]
    [InlineData(3, 4, 8, 1.0)]
    [InlineData(2, 3, 4, 0.5)]
    [InlineData(5, 2, 3, 1.3)]
    [InlineData(1, 2, 17, 0.1)]
    public void The_gradient_of_a_tempered_softmax_is_its_derivative(int rows, int latents, int categories, double temperature) =>
        FiniteDifference.Check(
            (x, y) => Softmax(x, rows, categories, temperature).Span.CopyTo(y),
            (x, upstream, gradient) => SoftmaxJacobian.Multiply(
                Softmax(x, rows, categories, temperature).Span, upstream, categories, 1 / temperature, gradient, add: false),
            rows * latents * categories, rows * latents * categories, seed: (ulong)(rows + 10 * latents + 100 * categories));

    private static Matrix Softmax(ReadOnlySpan<double> logits, int rows, int categories, double temperature)
    {
        Matrix matrix = TestInputs.ToMatrix(logits, rows), log = new(rows, matrix.Columns), p = new(rows, matrix.Columns);
        LogSoftmax.Forward(matrix, categories, 1 / temperature, log, p);
        return p;
    }
}
