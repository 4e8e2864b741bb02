using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Layers;

public class MultilayerPerceptronTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Forward_is_the_composition_of_affine_maps_and_activations(double slope)
    {
        MultilayerPerceptron perceptron = Create(slope, 5, 7, 4, 3);
        Matrix input = TestInputs.NormalMatrix(2, 6, 5);
        Matrix output = Forward(perceptron, input);
        for (int r = 0; r < input.Rows; r++)
        {
            double[] expected = Reference(perceptron, slope, input.Row(r));
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], output[r, i], Golden.Tolerance);
        }
    }

    [Fact]
    public void A_smaller_minibatch_after_a_larger_one_sees_no_leftovers()
    {
        MultilayerPerceptron perceptron = Create(0, 5, 7, 3);
        Matrix large = TestInputs.NormalMatrix(3, 9, 5), small = TestInputs.ToMatrix(large.Span[..10], 2);
        Matrix expected = Forward(perceptron, small);
        Forward(perceptron, large);
        Assert.Equal(expected.Span.ToArray(), Forward(perceptron, small).Span.ToArray());
        GradientRecorder recorder = new();
        Real[] before = Gradients(large), again = Gradients(small), alone = Gradients(small);
        Assert.Equal(alone, again);
        Assert.NotEqual(before, again);

        Real[] Gradients(Matrix rows)
        {
            Activations input = TestBackends.Default.CreateActivations(5), delta = TestBackends.Default.CreateActivations(3);
            TestBackends.Default.Read(rows, input);
            TestBackends.Default.Read(new Matrix(rows.Rows, 3), delta);
            Matrix upstream = TestInputs.NormalMatrix(8, rows.Rows, 3);
            TestBackends.Default.Read(upstream, delta);
            perceptron.Forward(input);
            perceptron.Backward(delta, input, null, 1, recorder);
            return perceptron.Layers.GetGradients();
        }
    }

    [Fact]
    public void The_activation_is_behind_every_layer_but_the_last()
    {
        MultilayerPerceptron perceptron = Create(0, 5, 7, 4, 3);
        Assert.Equal([Activation.Relu, Activation.Relu, Activation.Identity],
            perceptron.Layers.Select(layer => layer.Activation));
        Assert.Equal([(5, 7), (7, 4), (4, 3)], perceptron.Layers.Select(layer => (layer.Inputs, layer.Outputs)));
    }

    [Fact]
    public void One_width_is_no_perceptron() =>
        Assert.Throws<ArgumentException>(() => new MultilayerPerceptron(TestBackends.Default, [5], Activation.Relu));

    [Fact]
    public void Backpropagating_to_the_input_alone_changes_no_parameter_and_gives_the_same_gradient()
    {
        MultilayerPerceptron perceptron = Create(0.2, 5, 7, 3);
        Real[] parameters = perceptron.Layers.Get();
        IBackend backend = TestBackends.Default;
        Activations input = backend.CreateActivations(5), delta = backend.CreateActivations(3);
        Activations gradient = backend.CreateActivations(5);
        backend.Read(TestInputs.NormalMatrix(5, 4, 5), input);
        backend.Read(TestInputs.NormalMatrix(6, 4, 3), delta);
        perceptron.Forward(input);
        Matrix alone = new(0, 5), beside = new(0, 5);
        perceptron.BackwardInput(delta, input, gradient);
        backend.Write(gradient, alone);
        Assert.Equal(parameters, perceptron.Layers.Get());
        // The scale is the parameters' alone.
        perceptron.Backward(delta, input, gradient, (Real)0.1, new GradientRecorder());
        backend.Write(gradient, beside);
        Assert.Equal(alone.Span.ToArray(), beside.Span.ToArray());
    }

    private static MultilayerPerceptron Create(double slope, params int[] sizes)
    {
        var perceptron = new MultilayerPerceptron(TestBackends.Default, sizes, new Activation((Real)slope));
        perceptron.Initialize(4, 0);
        return perceptron;
    }

    private static Matrix Forward(MultilayerPerceptron perceptron, Matrix input)
    {
        Activations buffer = TestBackends.Default.CreateActivations(input.Columns);
        TestBackends.Default.Read(input, buffer);
        var output = new Matrix(0, perceptron.Layers[^1].Outputs);
        TestBackends.Default.Write(perceptron.Forward(buffer), output);
        return output;
    }

    private static double[] Reference(MultilayerPerceptron perceptron, double slope, ReadOnlySpan<Real> input)
    {
        double[] values = [.. input.ToArray().Select(value => (double)value)];
        foreach (IDenseLayer layer in perceptron.Layers)
        {
            Real[] weight = new Real[layer.Inputs * layer.Outputs], bias = new Real[layer.Outputs];
            layer.GetParameters(weight, bias);
            bool last = layer == perceptron.Layers[^1];
            values = [.. Enumerable.Range(0, layer.Outputs).Select(o =>
            {
                double sum = bias[o] + values.Select((value, i) => value * weight[o * layer.Inputs + i]).Sum();
                return last || sum > 0 ? sum : slope * sum;
            })];
        }
        return values;
    }
}
