using DiscreteVae.Layers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Layers;

public class InitializationTests
{
    [Theory]
    [InlineData(784, 64)]
    [InlineData(32, 256)]
    [InlineData(1, 2000)]
    public void Weights_and_biases_are_uniform_within_one_over_the_root_of_the_inputs(int inputs, int outputs)
    {
        (Real[] weight, Real[] bias) = Parameters(Perceptron(seed: 1, inputs, outputs).Layers[0]);
        double bound = 1 / Math.Sqrt(inputs);
        var moments = new StreamingMoments(2);
        foreach (Real value in (Real[])[.. weight, .. bias])
        {
            double scaled = value / bound;
            Assert.InRange(scaled, -1.000001, 1.000001);
            moments.Add([scaled, scaled * scaled]);
        }
        StatisticalAssert.MeanEquals([0, 1 / 3.0], moments, falseFailRate: 1e-6, mustDetect: 0.1);
        Assert.True(weight.Max() > 0.9 * bound && weight.Min() < -0.9 * bound, "The bounds are not used.");
    }

    [Fact]
    public void Biases_are_not_the_head_of_the_weights()
    {
        (Real[] weight, Real[] bias) = Parameters(Perceptron(seed: 1, 10, 5).Layers[0]);
        Assert.Empty(weight.Intersect(bias));
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_and_nothing_else_does()
    {
        MultilayerPerceptron first = Perceptron(seed: 1, 12, 12, 12), again = Perceptron(seed: 1, 12, 12, 12);
        Assert.Equal(first.Layers.Get(), again.Layers.Get());
        Assert.NotEqual(first.Layers.Get(), Perceptron(seed: 2, 12, 12, 12).Layers.Get());
        Assert.Empty(Parameters(first.Layers[0]).Weight.Intersect(Parameters(first.Layers[1]).Weight));
    }

    /// <summary>A layer's weights depend on its own stream only, not on the layers before it.</summary>
    [Fact]
    public void Weights_of_a_layer_do_not_depend_on_the_other_layers()
    {
        MultilayerPerceptron narrow = Perceptron(seed: 3, 5, 8, 4), wide = Perceptron(seed: 3, 50, 8, 4);
        Assert.Equal(Parameters(narrow.Layers[1]).Weight, Parameters(wide.Layers[1]).Weight);
    }

    private static MultilayerPerceptron Perceptron(ulong seed, params int[] sizes)
    {
        var perceptron = new MultilayerPerceptron(TestBackends.Default, sizes, Activation.Relu);
        perceptron.Initialize(seed, 0);
        return perceptron;
    }

    private static (Real[] Weight, Real[] Bias) Parameters(IDenseLayer layer)
    {
        var weight = new Real[layer.Inputs * layer.Outputs];
        var bias = new Real[layer.Outputs];
        layer.GetParameters(weight, bias);
        return (weight, bias);
    }
}
