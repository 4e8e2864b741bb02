using CsCheck;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>Inputs kept as lists of their ones give what the same numbers give, to the last bit.</summary>
public class ActiveInputsTests
{
    private static readonly Gen<(int Rows, int Inputs, int Outputs, int Density, int Seed)> Case =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 150], Gen.Int[1, 140], Gen.Int[0, 30], Gen.Int[0, 1000]);

    public static TheoryData<int> AllWidths => Widths.All;

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void Forward_and_the_weight_gradient_are_bit_identical_to_dense(int bits)
    {
        using var backend = new SimdBackend(1, Widths.Get(bits));
        int sparseCases = 0;
        Case.Sample(c =>
        {
            PixelBatch pixels = Pixels(c.Rows, c.Inputs, c.Density, c.Seed);
            SimdActivations sparse = Dense.Empty(backend, c.Rows, c.Inputs), dense = Dense.Empty(backend, c.Rows, c.Inputs);
            backend.Read(pixels, sparse);
            backend.Read(pixels, dense);
            Densify(dense);
            if (sparse.IsSparse) sparseCases++;
            Assert.Equal(Run(backend, dense, c.Outputs, c.Seed), Run(backend, sparse, c.Outputs, c.Seed));
        }, iter: 100, threads: 1);
        Assert.True(sparseCases > 50, $"Only {sparseCases} cases were sparse.");
    }

    [Fact]
    public void A_negative_zero_among_the_parameters_makes_no_difference()
    {
        using var backend = new SimdBackend(1);
        foreach (byte pixel in new byte[] { 0, 1 })
        {
            var pixels = new PixelBatch(1, 4, PixelKind.Binary);
            pixels.SetCount(1);
            pixels.Bytes(0)[0] = pixel;
            SimdActivations sparse = Dense.Empty(backend, 1, 4), dense = Dense.Empty(backend, 1, 4);
            SimdActivations y = Dense.Empty(backend, 1, 1);
            backend.Read(pixels, sparse);
            backend.Read(pixels, dense);
            Assert.True(sparse.IsSparse);
            Densify(dense);
            IDenseLayer layer = backend.CreateLayer(4, 1, Activation.Identity);
            layer.SetParameters([-0f, -1, -2, -3], [-0f]);
            layer.Forward(sparse, y);
            int bits = BitConverter.SingleToInt32Bits(Dense.Write(backend, y)[0, 0]);
            layer.Forward(dense, y);
            Assert.Equal(BitConverter.SingleToInt32Bits(Dense.Write(backend, y)[0, 0]), bits);
        }
    }

    [Fact]
    public void One_hot_codes_are_sparse_and_anything_else_is_not()
    {
        using var backend = new SimdBackend(1);
        var codes = new Matrix(3, 8);
        for (int r = 0; r < 3; r++) codes[r, 2 * r + 1] = 1;
        Assert.True(Dense.Read(backend, codes).IsSparse);
        Assert.Equal(codes.Span.ToArray(), Dense.Write(backend, Dense.Read(backend, codes)).Span.ToArray());
        codes[2, 7] = 0.5f;
        Assert.False(Dense.Read(backend, codes).IsSparse);
        codes.Span.Fill(1);
        Assert.False(Dense.Read(backend, codes).IsSparse);
    }

    [Fact]
    public void An_image_of_many_ones_is_dense()
    {
        using var backend = new SimdBackend(1);
        SimdActivations x = Dense.Empty(backend, 10, 100);
        backend.Read(Pixels(10, 100, 90, 1), x);
        Assert.False(x.IsSparse);
    }

    [Fact]
    public void Lists_by_feature_are_the_same_for_any_number_of_workers()
    {
        const int Rows = 70, Features = 1000;
        PixelBatch pixels = Pixels(Rows, Features, 10, 4);
        foreach (int threads in new[] { 1, 3 })
        {
            using var team = new WorkerTeam(threads);
            var inputs = new ActiveInputs(Features);
            inputs.Resize(Rows);
            for (int r = 0; r < Rows; r++) inputs.SetRow(r, pixels.Bytes(r));
            inputs.ListFeatures(team);
            for (int f = 0; f < Features; f++)
            {
                ushort[] expected = [.. Enumerable.Range(0, Rows).Where(r => pixels.Bytes(r)[f] == 1).Select(r => (ushort)r)];
                Assert.Equal(expected, inputs.OfFeature(f).ToArray());
            }
        }
    }

    internal static PixelBatch Pixels(int rows, int width, int percent, int seed)
    {
        var pixels = new PixelBatch(rows, width, PixelKind.Binary);
        pixels.SetCount(rows);
        float[] numbers = Dense.Numbers(rows * width, seed);
        for (int i = 0; i < numbers.Length; i++)
        {
            pixels.Bytes(i / width)[i % width] = (byte)((numbers[i] + 1) / 2 < percent / 100f ? 1 : 0);
        }
        return pixels;
    }

    private static unsafe void Densify(SimdActivations activations)
    {
        activations.MutableValues(keep: true);
        Assert.False(activations.IsSparse);
    }

    private static float[] Run(SimdBackend backend, SimdActivations x, int outputs, int seed)
    {
        IDenseLayer layer = backend.CreateLayer(x.Features, outputs, Activation.LeakyRelu(0.1f));
        layer.SetParameters(Dense.Numbers(x.Features * outputs, seed + 1), Dense.Numbers(outputs, seed + 2));
        SimdActivations y = Dense.Empty(backend, x.Rows, outputs);
        layer.Forward(x, y);
        layer.BackwardParameters(x, Dense.Read(backend, Dense.Matrix(x.Rows, outputs, seed + 3)), 0.1f, new GradientRecorder());
        float[] weight = new float[x.Features * outputs], bias = new float[outputs];
        layer.GetState(0, weight, bias);
        return [.. Dense.Write(backend, y).Span, .. weight, .. bias];
    }
}
