using CsCheck;
using DiscreteVae.Backends;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Backends;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Backends;

/// <summary>Every registered backend's operations against float64, whatever its layouts.</summary>
public class BackendContractTests
{
    private const int Iterations = 40;
    private static readonly Gen<int> Size = Gen.OneOf(Gen.Int[1, 40], Choice.Of(1, 2, 3, 31, 32, 33, 65, 97, 130));
    private static readonly Gen<Activation> Slopes = Choice.Of(Activation.Identity, Activation.Relu, Activation.LeakyRelu(0.2f));

    private static readonly Gen<(int Rows, int Inputs, int Outputs, Activation Activation, ulong Seed)> Layer =
        Gen.Select(Size, Size, Size, Slopes, Gen.ULong);

    public static TheoryData<string, int> Backends()
    {
        var data = new TheoryData<string, int>();
        foreach (BackendEntry entry in BackendRegistry.All)
        {
            data.Add(entry.Name, 1);
            data.Add(entry.Name, 3);
        }
        return data;
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void Forward_is_the_activation_of_the_affine_map(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Layer.Sample(size =>
        {
            var given = new LayerCase(backend, size.Rows, size.Inputs, size.Outputs, size.Activation, size.Seed);
            Matrix y = given.Out(given.Y);
            for (int r = 0; r < size.Rows; r++)
            {
                for (int o = 0; o < size.Outputs; o++)
                {
                    (double sum, double magnitude) = (given.Bias[o], Math.Abs(given.Bias[o]));
                    ReadOnlySpan<float> weight = given.Weight.AsSpan(o * size.Inputs, size.Inputs);
                    for (int i = 0; i < size.Inputs; i++) Accumulate(given.Input[r, i], weight[i], ref sum, ref magnitude);
                    double expected = sum > 0 ? sum : size.Activation.NegativeSlope * sum;
                    BlasReference.AssertNear(expected, y[r, o], size.Inputs + 1, magnitude, $"y[{r}, {o}]");
                }
            }
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void BackwardInput_is_the_gradient_by_the_pre_activations_below(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Layer.Sample(size =>
        {
            var given = new LayerCase(backend, size.Rows, size.Inputs, size.Outputs, Activation.Identity, size.Seed);
            Activations dx = backend.CreateActivations(size.Inputs);
            dx.Resize(size.Rows);
            given.Layer.BackwardInput(given.Delta, given.X, size.Activation, dx);
            Matrix result = given.Out(dx);
            for (int r = 0; r < size.Rows; r++)
            {
                for (int i = 0; i < size.Inputs; i++)
                {
                    double sum = 0, magnitude = 0;
                    for (int o = 0; o < size.Outputs; o++)
                    {
                        Accumulate(given.OutputGradient[r, o], given.Weight[o * size.Inputs + i], ref sum, ref magnitude);
                    }
                    double slope = given.Input[r, i] > 0 ? 1 : size.Activation.NegativeSlope;
                    BlasReference.AssertNear(slope * sum, result[r, i], size.Outputs + 1, magnitude, $"dx[{r}, {i}]");
                }
            }
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void BackwardParameters_gives_the_optimiser_the_scaled_gradients(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Layer.Sample(size =>
        {
            var given = new LayerCase(backend, size.Rows, size.Inputs, size.Outputs, size.Activation, size.Seed);
            given.Layer.BackwardParameters(given.X, given.Delta, 0.25f, new GradientRecorder());
            float[] weight = new float[given.Weight.Length], bias = new float[size.Outputs];
            given.Layer.GetState(0, weight, bias);
            for (int o = 0; o < size.Outputs; o++)
            {
                (double biasSum, double biasMagnitude) = (0, 0);
                for (int r = 0; r < size.Rows; r++) Accumulate(given.OutputGradient[r, o], 0.25f, ref biasSum, ref biasMagnitude);
                BlasReference.AssertNear(biasSum, bias[o], size.Rows + 1, biasMagnitude, $"db[{o}]");
                for (int i = 0; i < size.Inputs; i++)
                {
                    double sum = 0, magnitude = 0;
                    for (int r = 0; r < size.Rows; r++)
                    {
                        Accumulate(0.25 * given.OutputGradient[r, o], given.Input[r, i], ref sum, ref magnitude);
                    }
                    BlasReference.AssertNear(sum, weight[o * size.Inputs + i], size.Rows + 1, magnitude, $"dW[{o}, {i}]");
                }
            }
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void BernoulliLoss_and_its_gradient_are_those_of_float64(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        // Up to 200 x 784 elements, so that passes worth several threads are among them.
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 4], Gen.OneOf(Size, Gen.Const(784)), Gen.Enum<PixelKind>(), Gen.ULong)
            .Sample((images, samples, pixels, kind, seed) =>
        {
            PixelBatch targets = LayerCase.Images(images, pixels, kind, seed);
            Matrix logits = LayerCase.Numbers(images * samples, pixels, seed, 9, 8);
            Activations l = backend.CreateActivations(pixels);
            backend.Read(logits, l);
            var losses = new float[images * samples];
            backend.BernoulliLoss(l, targets, losses, gradient: true);
            var gradient = new Matrix(images * samples, pixels);
            backend.Write(l, gradient);
            var x = new float[pixels];
            for (int r = 0; r < images * samples; r++)
            {
                targets.CopyIntensities(r % images, x);
                (double loss, double magnitude) = (0, 0);
                for (int d = 0; d < pixels; d++)
                {
                    double logit = logits[r, d];
                    loss += Math.Max(logit, 0) - logit * x[d] + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
                    magnitude += Math.Abs(logit) + 1;
                    double slope = 1 / (1 + Math.Exp(-logit)) - x[d];
                    float actual = gradient[r, d];
                    Assert.True(Math.Abs(slope - actual) < 5e-7, $"gradient[{r}, {d}]: {actual}, expected {slope}.");
                }
                // A few units in the last place of the exponential and the logarithm beside the sum's own rounding.
                BlasReference.AssertNear(loss, losses[r], pixels + 8, magnitude, $"loss[{r}]");
            }
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void The_loss_alone_leaves_the_logits_as_they_are(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Matrix logits = LayerCase.Numbers(6, 45, 1, 2, 8);
        Activations l = backend.CreateActivations(45);
        backend.Read(logits, l);
        backend.BernoulliLoss(l, LayerCase.Images(3, 45, PixelKind.Binary, 3), new float[6], gradient: false);
        var after = new Matrix(6, 45);
        backend.Write(l, after);
        Assert.Equal(logits.Span.ToArray(), after.Span.ToArray());
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void ScaleRows_multiplies_each_row_by_its_weight(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Gen.Select(Size, Size, Gen.ULong).Sample((rows, columns, seed) =>
        {
            Matrix values = LayerCase.Numbers(rows, columns, seed, 1, 1), weights = LayerCase.Numbers(1, rows, seed, 2, 1);
            Activations activations = backend.CreateActivations(columns);
            backend.Read(values, activations);
            backend.ScaleRows(activations, weights.Span);
            var result = new Matrix(rows, columns);
            backend.Write(activations, result);
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++) Assert.Equal(values[r, c] * weights[0, r], result[r, c]);
            }
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void Add_adds_element_by_element(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Gen.Select(Size, Size, Gen.ULong).Sample((rows, columns, seed) =>
        {
            Matrix left = LayerCase.Numbers(rows, columns, seed, 1, 1), right = LayerCase.Numbers(rows, columns, seed, 2, 1);
            (Activations sum, Activations addend) = (backend.CreateActivations(columns), backend.CreateActivations(columns));
            backend.Read(left, sum);
            backend.Read(right, addend);
            backend.Add(sum, addend);
            var result = new Matrix(rows, columns);
            backend.Write(sum, result);
            for (int i = 0; i < left.Span.Length; i++) Assert.Equal(left.Span[i] + right.Span[i], result.Span[i]);
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void Share_does_every_piece_once(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Gen.Select(Gen.Int[0, 200], Choice.Of(1L, long.MaxValue / 64)).Sample((pieces, elements) =>
        {
            int[] done = new int[pieces];
            backend.Share(pieces, elements, (start, end) =>
            {
                for (int piece = start; piece < end; piece++) Interlocked.Increment(ref done[piece]);
            });
            Assert.All(done, count => Assert.Equal(1, count));
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void A_posterior_is_the_same_bits_whoever_shares_its_update(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 30], Gen.Int[2, 40], Gen.ULong).Sample((rows, latents, categories, seed) =>
        {
            var shape = new LatentShape(latents, categories);
            Posterior shared = new(shape), alone = new(shape);
            Matrix logits = LayerCase.Numbers(rows, shape.Width, seed, 1, 1);
            shared.Logits.CopyFrom(logits);
            alone.Logits.CopyFrom(logits);
            shared.Update(backend);
            alone.Update();
            Assert.Equal(alone.LogProbabilities.Span, shared.LogProbabilities.Span);
            Assert.Equal(alone.Probabilities.Span, shared.Probabilities.Span);
            Assert.Equal(alone.NegativeEntropies.Span, shared.NegativeEntropies.Span);
        }, iter: Iterations, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Backends))]
    public void Parameters_and_states_come_back_as_they_were_set(string name, int threads)
    {
        using IBackend backend = Create(name, threads);
        IDenseLayer layer = backend.CreateLayer(37, 53, Activation.Relu);
        for (int slot = -1; slot < 2; slot++)
        {
            float[] weight = LayerCase.Numbers(53, 37, 1, slot + 2, 1).Span.ToArray();
            float[] bias = LayerCase.Numbers(1, 53, 2, slot + 2, 1).Span.ToArray();
            float[] weightBack = new float[weight.Length], biasBack = new float[bias.Length];
            if (slot < 0) layer.SetParameters(weight, bias);
            else layer.SetState(slot, weight, bias);
            if (slot < 0) layer.GetParameters(weightBack, biasBack);
            else layer.GetState(slot, weightBack, biasBack);
            Assert.Equal(weight, weightBack);
            Assert.Equal(bias, biasBack);
        }
    }

    private static IBackend Create(string name, int threads)
    {
        string? reason = BackendRegistry.Find(name).WhyUnavailable();
        Skip.If(reason is not null, reason);
        return BackendRegistry.Create(name, threads);
    }

    private static void Accumulate(double left, double right, ref double sum, ref double magnitude)
    {
        sum += left * right;
        magnitude += Math.Abs(left * right);
    }
}
