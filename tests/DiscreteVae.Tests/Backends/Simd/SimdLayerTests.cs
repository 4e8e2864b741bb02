using CsCheck;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>Each operation of a layer against sums in double, over shapes below, at and above the tiles.</summary>
public class SimdLayerTests
{
    // Ones, sizes below a tile or a block, primes, and several blocks; every remainder of rows by 6, 8 and 10.
    private static readonly Gen<int> Size = Gen.Frequency((3, Gen.Int[1, 40]), (1, Gen.OneOf(31, 32, 33, 64, 65, 97, 100, 131)));
    private static readonly Gen<float> Slope = Gen.OneOf(1f, 0f, 0.125f);
    private static readonly Gen<(int Rows, int Inputs, int Outputs, float Slope, int Seed)> Case =
        Gen.Select(Size, Size, Size, Slope, Gen.Int[0, 1000]);

    public static TheoryData<int> AllWidths => Widths.All;

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void Forward_is_the_activated_sum(int bits)
    {
        using var backend = new SimdBackend(1, Widths.Get(bits));
        Case.Sample(c =>
        {
            (IDenseLayer layer, float[] weight, float[] bias) = Create(backend, c.Inputs, c.Outputs, c.Slope, c.Seed);
            Matrix x = Dense.Matrix(c.Rows, c.Inputs, c.Seed + 1);
            SimdActivations y = Dense.Empty(backend, c.Rows, c.Outputs);
            layer.Forward(Dense.Read(backend, x), y);
            Matrix actual = Dense.Write(backend, y);
            for (int r = 0; r < c.Rows; r++)
            {
                for (int o = 0; o < c.Outputs; o++)
                {
                    double sum = bias[o], magnitude = Math.Abs(bias[o]);
                    for (int i = 0; i < c.Inputs; i++)
                    {
                        double product = (double)x[r, i] * weight[o * c.Inputs + i];
                        sum += product;
                        magnitude += Math.Abs(product);
                    }
                    Dense.IsSum(sum > 0 ? sum : c.Slope * sum, magnitude, c.Inputs, actual[r, o], $"y[{r}, {o}]");
                }
            }
            Assert.True(Dense.HasCleanPadding(y));
        }, iter: 60, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void Backward_to_the_input_is_the_sum_times_the_derivative(int bits)
    {
        using var backend = new SimdBackend(1, Widths.Get(bits));
        Case.Sample(c =>
        {
            (IDenseLayer layer, float[] weight, _) = Create(backend, c.Inputs, c.Outputs, 1, c.Seed);
            Matrix x = Dense.Matrix(c.Rows, c.Inputs, c.Seed + 1), delta = Dense.Matrix(c.Rows, c.Outputs, c.Seed + 2);
            SimdActivations dx = Dense.Empty(backend, c.Rows, c.Inputs);
            layer.BackwardInput(Dense.Read(backend, delta), Dense.Read(backend, x), new Activation(c.Slope), dx);
            Matrix actual = Dense.Write(backend, dx);
            for (int r = 0; r < c.Rows; r++)
            {
                for (int i = 0; i < c.Inputs; i++)
                {
                    double sum = 0, magnitude = 0, derivative = x[r, i] > 0 ? 1 : c.Slope;
                    for (int o = 0; o < c.Outputs; o++)
                    {
                        double product = (double)delta[r, o] * weight[o * c.Inputs + i];
                        sum += product;
                        magnitude += Math.Abs(product);
                    }
                    Dense.IsSum(derivative * sum, magnitude, c.Outputs, actual[r, i], $"dx[{r}, {i}]");
                }
            }
            Assert.True(Dense.HasCleanPadding(dx));
        }, iter: 60, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void Backward_to_the_parameters_is_the_scaled_sum_over_the_data(int bits)
    {
        using var backend = new SimdBackend(1, Widths.Get(bits));
        Case.Sample(c =>
        {
            (IDenseLayer layer, _, _) = Create(backend, c.Inputs, c.Outputs, 1, c.Seed);
            Matrix x = Dense.Matrix(c.Rows, c.Inputs, c.Seed + 1), delta = Dense.Matrix(c.Rows, c.Outputs, c.Seed + 2);
            float scale = 1f / c.Rows;
            layer.BackwardParameters(Dense.Read(backend, x), Dense.Read(backend, delta), scale, new GradientRecorder());
            float[] weight = new float[c.Inputs * c.Outputs], bias = new float[c.Outputs];
            layer.GetState(0, weight, bias);
            for (int o = 0; o < c.Outputs; o++)
            {
                for (int i = 0; i < c.Inputs; i++)
                {
                    IsScaledSum(c.Rows, scale, r => (double)x[r, i] * delta[r, o], weight[o * c.Inputs + i], $"dW[{o}, {i}]");
                }
                IsScaledSum(c.Rows, scale, r => delta[r, o], bias[o], $"db[{o}]");
            }
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void Parameters_and_states_come_back_as_they_were_set()
    {
        using var backend = new SimdBackend(1);
        Gen.Select(Size, Size).Sample((inputs, outputs) =>
        {
            IDenseLayer layer = backend.CreateLayer(inputs, outputs, Activation.Relu);
            float[][] weights = [.. Enumerable.Range(1, 3).Select(seed => Dense.Numbers(inputs * outputs, seed))];
            float[][] biases = [.. Enumerable.Range(4, 3).Select(seed => Dense.Numbers(outputs, seed))];
            layer.SetParameters(weights[0], biases[0]);
            layer.SetState(0, weights[1], biases[1]);
            layer.SetState(1, weights[2], biases[2]);
            float[] weight = new float[inputs * outputs], bias = new float[outputs];
            layer.GetParameters(weight, bias);
            Assert.Equal<float>([.. weights[0], .. biases[0]], [.. weight, .. bias]);
            for (int slot = 0; slot < 2; slot++)
            {
                layer.GetState(slot, weight, bias);
                Assert.Equal<float>([.. weights[slot + 1], .. biases[slot + 1]], [.. weight, .. bias]);
            }
        }, iter: 50, threads: 1);
    }

    [Fact]
    public void States_are_zero_before_the_first_update()
    {
        using var backend = new SimdBackend(1);
        IDenseLayer layer = backend.CreateLayer(3, 2, Activation.Relu);
        float[] weight = Dense.Numbers(6, 1), bias = Dense.Numbers(2, 1);
        layer.GetState(1, weight, bias);
        Assert.All(weight.Concat(bias), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_transposed_weights_follow_every_update_and_every_setting(bool update)
    {
        using var backend = new SimdBackend(1);
        Gen.Select(Size, Size).Sample((inputs, outputs) =>
        {
            (IDenseLayer layer, _, _) = Create(backend, inputs, outputs, 1, 3);
            SimdActivations x = Dense.Read(backend, Dense.Matrix(5, inputs, 1));
            SimdActivations delta = Dense.Read(backend, Dense.Matrix(5, outputs, 2));
            SimdActivations dx = Dense.Empty(backend, 5, inputs), expected = Dense.Empty(backend, 5, inputs);
            layer.BackwardInput(delta, x, Activation.Identity, dx);
            if (update) layer.BackwardParameters(x, delta, 1, new PlainDescent());
            else layer.SetParameters(Dense.Numbers(inputs * outputs, 8), Dense.Numbers(outputs, 9));
            layer.BackwardInput(delta, x, Activation.Identity, dx);

            // A layer that transposes these weights for the first time.
            float[] weight = new float[inputs * outputs], bias = new float[outputs];
            layer.GetParameters(weight, bias);
            IDenseLayer fresh = backend.CreateLayer(inputs, outputs, Activation.Identity);
            fresh.SetParameters(weight, bias);
            fresh.BackwardInput(delta, x, Activation.Identity, expected);
            Assert.Equal(Dense.Write(backend, expected).Span.ToArray(), Dense.Write(backend, dx).Span.ToArray());
        }, iter: 40, threads: 1);
    }

    [Fact]
    public void Activations_of_another_shape_are_refused()
    {
        using var backend = new SimdBackend(1);
        IDenseLayer layer = backend.CreateLayer(3, 2, Activation.Relu);
        SimdActivations x = Dense.Empty(backend, 4, 3), y = Dense.Empty(backend, 4, 2), shorter = Dense.Empty(backend, 3, 2);
        Assert.Throws<ArgumentException>(() => layer.Forward(x, shorter));
        Assert.Throws<ArgumentException>(() => layer.Forward(y, y));
        Assert.Throws<ArgumentException>(() => layer.BackwardInput(shorter, x, Activation.Identity, x));
        Assert.Throws<ArgumentException>(() => layer.BackwardParameters(x, shorter, 1, new PlainDescent()));
    }

    private static (IDenseLayer Layer, float[] Weight, float[] Bias) Create(
        SimdBackend backend, int inputs, int outputs, float slope, int seed)
    {
        IDenseLayer layer = backend.CreateLayer(inputs, outputs, new Activation(slope));
        float[] weight = Dense.Numbers(inputs * outputs, seed + 10), bias = Dense.Numbers(outputs, seed + 20);
        layer.SetParameters(weight, bias);
        return (layer, weight, bias);
    }

    private static void IsScaledSum(int terms, double scale, Func<int, double> term, float actual, string what)
    {
        double sum = 0, magnitude = 0;
        for (int r = 0; r < terms; r++)
        {
            sum += term(r);
            magnitude += Math.Abs(term(r));
        }
        Dense.IsSum(scale * sum, scale * magnitude, terms, actual, what);
    }
}
