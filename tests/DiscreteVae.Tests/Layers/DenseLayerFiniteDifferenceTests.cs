using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Layers;

public class DenseLayerFiniteDifferenceTests
{
    private static readonly IBackend Backend = TestBackends.Default;

    public static TheoryData<int, int, int, double> Shapes()
    {
        var data = new TheoryData<int, int, int, double>();
        foreach (double slope in (double[])[1, 0, 0.2])
        {
            (int, int, int)[] shapes = [(1, 1, 1), (1, 5, 3), (4, 1, 6), (7, 9, 1), (5, 8, 11)];
            foreach ((int rows, int inputs, int outputs) in shapes) data.Add(rows, inputs, outputs, slope);
        }
        return data;
    }

    /// <summary>One layer y = f(x Wᵀ + b): δ = v ∘ f'(y) is formed as the layer above forms it, from f's own values.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void A_layer_has_the_derivatives_by_input_weights_and_biases(int rows, int inputs, int outputs, double slope)
    {
        IDenseLayer layer = Backend.CreateLayer(inputs, outputs, new Activation(slope));
        int parameters = (inputs + 1) * outputs;
        FiniteDifference.Check(
            (point, y) => Forward(layer, point[parameters..], point[..parameters], rows, inputs).Span.CopyTo(y),
            (point, upstream, gradient) =>
            {
                Matrix y = Forward(layer, point[parameters..], point[..parameters], rows, inputs);
                Matrix slopes = TestInputs.ToMatrix(upstream, rows);
                for (int i = 0; i < y.Span.Length; i++) slopes.Span[i] *= y.Span[i] > 0 ? 1 : slope;
                Activations x = Read(TestInputs.ToMatrix(point[parameters..], rows)), delta = Read(slopes);
                Activations dx = Backend.CreateActivations(inputs);
                dx.Resize(rows);
                layer.BackwardInput(delta, x, Activation.Identity, dx);
                layer.BackwardParameters(x, delta, 1, new GradientRecorder());
                IReadOnlyList<IDenseLayer> layers = [layer];
                layers.GetGradients().CopyTo(gradient);
                Write(dx).Span.CopyTo(gradient[parameters..]);
            },
            parameters + rows * inputs, rows * outputs, seed: (ulong)(rows + 10 * inputs + 100 * outputs));
    }

    /// <summary>
    /// A perceptron of every depth: the gradient by its input and by all parameters, scaled by 1 / B as in training.
    /// </summary>
    [Theory]
    [InlineData(1, 0.0, new[] { 1, 1 })]
    [InlineData(1, 0.0, new[] { 4, 6, 3 })]
    [InlineData(5, 0.0, new[] { 6, 9, 7, 4 })]
    [InlineData(3, 0.2, new[] { 6, 9, 7, 4 })]
    [InlineData(3, 1.0, new[] { 5, 4, 3, 2, 1 })]
    public void A_perceptron_has_the_derivatives_by_input_and_parameters(int rows, double slope, int[] sizes)
    {
        var perceptron = new MultilayerPerceptron(Backend, sizes, new Activation(slope));
        int parameters = perceptron.Layers.Count();
        double[] point = TestInputs.Normal((ulong)(100 * rows + sizes.Length), parameters + rows * sizes[0], 0.7);
        FiniteDifference.Check(
            (values, y) => Write(Run(values, out _)).Span.CopyTo(y),
            (values, upstream, gradient) =>
            {
                Run(values, out Activations x);
                Activations dx = Backend.CreateActivations(sizes[0]);
                const double Scale = 0.25;
                perceptron.Backward(Read(TestInputs.ToMatrix(upstream, rows)), x, dx, Scale, new GradientRecorder());
                perceptron.Layers.GetGradients().CopyTo(gradient);
                foreach (ref double value in gradient[..parameters]) value /= Scale;
                Write(dx).Span.CopyTo(gradient[parameters..]);
            },
            point, rows * sizes[^1], seed: 17);

        Activations Run(ReadOnlySpan<double> values, out Activations x)
        {
            perceptron.Layers.Set(values[..parameters]);
            x = Read(TestInputs.ToMatrix(values[parameters..], rows));
            return perceptron.Forward(x);
        }
    }

    private static Matrix Forward(IDenseLayer layer, ReadOnlySpan<double> input, ReadOnlySpan<double> parameters, int rows,
        int inputs)
    {
        IReadOnlyList<IDenseLayer> layers = [layer];
        layers.Set(parameters);
        Activations y = Backend.CreateActivations(layer.Outputs);
        y.Resize(rows);
        layer.Forward(Read(TestInputs.ToMatrix(input, rows)), y);
        Assert.Equal(rows * inputs, input.Length);
        return Write(y);
    }

    private static Activations Read(Matrix matrix)
    {
        Activations activations = Backend.CreateActivations(matrix.Columns);
        Backend.Read(matrix, activations);
        return activations;
    }

    private static Matrix Write(Activations activations)
    {
        var matrix = new Matrix(0, activations.Features);
        Backend.Write(activations, matrix);
        return matrix;
    }
}
