using CsCheck;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>What the backend does outside its layers.</summary>
public class SimdBackendTests
{
    public static TheoryData<int> AllWidths => Widths.All;

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void The_Bernoulli_loss_and_its_gradient_agree_with_double(int bits)
    {
        using var backend = new SimdBackend(2, Widths.Get(bits));
        Gen<int> widths = Gen.OneOf(1, 3, 15, 16, 31, 32, 33, 100, 784, 2000);
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 3], widths, Gen.Enum<PixelKind>(), Gen.Int[0, 99])
            .Sample((count, samples, width, kind, seed) =>
            {
                PixelBatch targets = Targets(kind, count, width, seed);
                Matrix logits = Dense.Matrix(count * samples, width, seed + 1);
                foreach (ref float logit in logits.Span) logit *= 20;
                SimdActivations activations = Dense.Read(backend, logits);
                float[] losses = new float[count * samples], forwardOnly = new float[count * samples], x = new float[width];
                backend.BernoulliLoss(Dense.Read(backend, logits), targets, forwardOnly, gradient: false);
                backend.BernoulliLoss(activations, targets, losses, gradient: true);
                Matrix gradient = Dense.Write(backend, activations);
                Assert.Equal(losses, forwardOnly);
                Assert.True(Dense.HasCleanPadding(activations));
                for (int r = 0; r < logits.Rows; r++)
                {
                    targets.CopyIntensities(r % count, x);
                    double exact = 0, magnitude = 0;
                    for (int d = 0; d < width; d++)
                    {
                        double l = logits[r, d];
                        exact += Math.Max(l, 0) - l * x[d] + Math.Log(1 + Math.Exp(-Math.Abs(l)));
                        magnitude += Math.Abs(l) + 1;
                        // σ and the difference round once each; the exponential has 1.5 ulp.
                        Assert.Equal(1 / (1 + Math.Exp(-l)) - x[d], gradient[r, d], 4 * Math.Pow(2, -24));
                    }
                    // Each pixel rounds l x once or twice and a factor of the product once; the sums round relative to the loss.
                    double bound = 1e-6 * exact + Math.Pow(2, -23) * magnitude;
                    Assert.Equal(exact, losses[r], bound);
                    Assert.Equal(BernoulliLoss.Row(logits.Row(r), x, false), losses[r], bound);
                }
            }, iter: 60, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void The_Bernoulli_loss_is_finite_at_extreme_logits(int bits)
    {
        using var backend = new SimdBackend(1, Widths.Get(bits));
        var logits = new Matrix(1, 6);
        float[] extremes = [100, -100, 1e30f, -1e30f, 0, -0f];
        extremes.CopyTo(logits.Span);
        var targets = new PixelBatch(1, 6, PixelKind.Binary);
        targets.SetCount(1);
        byte[] pixels = [1, 0, 1, 0, 1, 0];
        pixels.CopyTo(targets.Bytes(0));
        SimdActivations activations = Dense.Read(backend, logits);
        float[] losses = new float[1];
        backend.BernoulliLoss(activations, targets, losses, gradient: true);
        Assert.Equal(2 * Math.Log(2), losses[0], 1e-6);
        float[] expected = [0, 0, 0, 0, -0.5f, 0.5f], gradient = Dense.Write(backend, activations).Span.ToArray();
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-30f));
    }

    [Fact]
    public void Matrices_and_images_of_every_kind_come_out_as_they_went_in()
    {
        using var backend = new SimdBackend(2);
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 200], Gen.Enum<PixelKind>()).Sample((rows, width, kind) =>
        {
            Matrix matrix = Dense.Matrix(rows, width, 1);
            Assert.Equal(matrix.Span.ToArray(), Dense.Write(backend, Dense.Read(backend, matrix)).Span.ToArray());
            PixelBatch pixels = Targets(kind, rows, width, 2);
            SimdActivations activations = Dense.Empty(backend, 1, width);
            backend.Read(pixels, activations);
            Matrix written = Dense.Write(backend, activations);
            Assert.Equal(rows, written.Rows);
            var expected = new float[width];
            for (int r = 0; r < rows; r++)
            {
                pixels.CopyIntensities(r, expected);
                Assert.Equal(expected, written.Row(r).ToArray());
            }
            Assert.True(Dense.HasCleanPadding(activations));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void A_buffer_serves_dense_and_sparse_inputs_of_changing_sizes_in_turn()
    {
        using var backend = new SimdBackend(1);
        SimdActivations activations = Dense.Empty(backend, 1, 70);
        for (int turn = 0; turn < 6; turn++)
        {
            int rows = turn % 2 == 0 ? 9 : 4;
            backend.Read(ActiveInputsTests.Pixels(rows, 70, 10, turn), activations);
            Assert.True(activations.IsSparse);
            Matrix matrix = Dense.Matrix(rows + 1, 70, turn);
            backend.Read(matrix, activations);
            Assert.False(activations.IsSparse);
            Assert.Equal(matrix.Span.ToArray(), Dense.Write(backend, activations).Span.ToArray());
        }
    }

    [Fact]
    public void Rows_are_scaled_by_their_weights_sparse_or_not()
    {
        using var backend = new SimdBackend(1);
        var codes = new Matrix(3, 40);
        for (int r = 0; r < 3; r++) codes[r, r] = 1;
        foreach (Matrix matrix in new[] { codes, Dense.Matrix(3, 40, 1) })
        {
            SimdActivations activations = Dense.Read(backend, matrix);
            float[] weights = [2, -0.5f, 0];
            backend.ScaleRows(activations, weights);
            float[] expected = [.. Enumerable.Range(0, 120).Select(i => weights[i / 40] * matrix.Span[i])];
            Assert.Equal(expected, Dense.Write(backend, activations).Span.ToArray());
        }
    }

    [Fact]
    public void Widths_that_do_not_fit_are_refused()
    {
        using var backend = new SimdBackend(1);
        SimdActivations activations = Dense.Empty(backend, 2, 5);
        Assert.Throws<ArgumentException>(() => backend.Read(new Matrix(2, 6), activations));
        PixelBatch images = Targets(PixelKind.Binary, 2, 6, 1);
        Assert.Throws<ArgumentException>(() => backend.Read(images, activations));
        Assert.Throws<ArgumentException>(() => backend.Write(activations, new Matrix(2, 6)));
        Assert.Throws<ArgumentException>(() => backend.BernoulliLoss(activations, images, new float[2], true));
    }

    private static PixelBatch Targets(PixelKind kind, int count, int width, int seed)
    {
        if (kind == PixelKind.Binary) return ActiveInputsTests.Pixels(count, width, 30, seed);
        float[] numbers = Dense.Numbers(count * width, seed);
        if (kind == PixelKind.Real)
        {
            var intensities = new Matrix(count, width);
            for (int i = 0; i < numbers.Length; i++) intensities.Span[i] = (numbers[i] + 1) / 2;
            return new PixelBatch(intensities);
        }
        var pixels = new PixelBatch(count, width, kind);
        pixels.SetCount(count);
        for (int i = 0; i < numbers.Length; i++) pixels.Bytes(i / width)[i % width] = (byte)((numbers[i] + 1) * 127.5f);
        return pixels;
    }
}
