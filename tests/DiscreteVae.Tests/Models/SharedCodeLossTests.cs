using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

/// <summary>Codes that all data share give what the same codes give when every datum has its own copies.</summary>
public class SharedCodeLossTests
{
    public static TheoryData<string> Backends() => [.. TestBackends.Names];

    [Theory, MemberData(nameof(Backends))]
    public void Losses_and_decoder_gradients_are_those_of_a_copy_a_datum(string backend) =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 20], Gen.Int[1, 70], Gen.Enum<PixelKind>(), Gen.ULong[0, 1 << 30]).Sample((codes, batch, pixels, kind, seed) =>
        {
            using IBackend runs = TestBackends.Create(backend);
            var pair = new Pair(runs, codes, batch, pixels, kind, seed);
            pair.Agree();
        }, iter: 60, threads: 1);

    /// <summary>The last minibatch of an epoch is smaller, and the first of the next as large as before.</summary>
    [Theory, MemberData(nameof(Backends))]
    public void Minibatches_may_shrink_and_grow(string backend)
    {
        using IBackend runs = TestBackends.Create(backend);
        var large = new Pair(runs, 9, 33, 40, PixelKind.Grey, 1);
        var small = large.With(5);
        large.Agree();
        small.Agree();
        large.Agree();
    }

    [Fact]
    public void Shared_and_own_codes_cannot_be_mixed_up()
    {
        CategoricalVae model = SmallModel.Create();
        var objective = new DecoderObjective(model);
        objective.Begin(TestInputs.BinaryImages(3, 2, SmallModel.Pixels), new GradientRecorder());
        Matrix codes = new CodeEnumeration(SmallModel.Latent).Codes(0), weights = new(codes.Rows, 2);
        Assert.Throws<InvalidOperationException>(() => objective.LearnShared(weights));
        objective.EvaluateShared(codes, new Matrix(0, 2));
        Assert.Throws<InvalidOperationException>(() => objective.Learn());
        Assert.Throws<InvalidOperationException>(() => objective.Gradient(new Matrix(0, codes.Columns)));
        objective.Evaluate(codes, new Real[codes.Rows]);
        Assert.Throws<InvalidOperationException>(() => objective.LearnShared(weights));
        objective.EvaluateShared(codes, new Matrix(0, 2));
        objective.LearnShared(weights);
        Assert.True(objective.HasLearned);
        Assert.Throws<InvalidOperationException>(() => objective.EvaluateShared(codes, new Matrix(0, 2)));
        Assert.Throws<InvalidOperationException>(() => objective.LearnShared(weights));
    }

    /// <summary>One model and minibatch, evaluated both ways.</summary>
    private sealed class Pair
    {
        private readonly CategoricalVae _model;
        private readonly DecoderObjective _objective;
        private readonly PixelBatch _images;
        private readonly Matrix _codes;
        private readonly Matrix _weights;

        public Pair(IBackend backend, int codes, int batch, int pixels, PixelKind kind, ulong seed)
        {
            _model = new CategoricalVae(backend, new ModelShape(pixels, [9, 8], SmallModel.Latent, Activation.Relu));
            _model.Initialize(seed);
            // Logits up to about ten, as a trained decoder has.
            IDenseLayer last = _model.Decoder.Layers[^1];
            last.SetParameters(TestInputs.Normal(seed, last.Inputs * last.Outputs, 8), TestInputs.Normal(seed + 1, last.Outputs, 4));
            _objective = new DecoderObjective(_model);
            _images = Images(batch, pixels, kind, seed);
            _codes = Codes(codes, seed);
            _weights = Weights(codes, batch, seed);
        }

        private Pair(Pair other, int batch)
        {
            (_model, _objective, _codes) = (other._model, other._objective, other._codes);
            _images = Images(batch, other._images.Width, other._images.Kind, 99);
            _weights = Weights(_codes.Rows, batch, 98);
        }

        public Pair With(int batch) => new(this, batch);

        public void Agree()
        {
            int codes = _codes.Rows, batch = _images.Count;
            var shared = new Matrix(0, batch);
            _objective.Begin(_images, new GradientRecorder());
            _objective.EvaluateShared(_codes, shared);
            _objective.LearnShared(_weights);
            Real[] gradient = _model.Decoder.Layers.GetGradients();

            var copies = new Matrix(codes * batch, _codes.Columns);
            for (int r = 0; r < copies.Rows; r++) _codes.Row(r / batch).CopyTo(copies.Row(r));
            var losses = new Real[copies.Rows];
            _objective.Begin(_images, new GradientRecorder());
            _objective.Evaluate(copies, losses);
            _objective.Learn(_weights.Span);
            Real[] expected = _model.Decoder.Layers.GetGradients();

            double[] bounds = Bounds();
            for (int r = 0; r < losses.Length; r++)
                Assert.True(Math.Abs(losses[r] - shared.Span[r]) <= 2 * bounds[r / batch], $"{shared.Span[r]}, expected {losses[r]} within {bounds[r / batch]}.");
            double scale = expected.Max(value => Math.Abs((double)value));
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradient[i], 20 * Golden.Tolerance * scale);
        }

        // The bound that the class states, with x at most 1; both losses may err by as much.
        private double[] Bounds()
        {
            var logits = new Matrix(0, _images.Width);
            _model.Backend.Write(_model.Decode(_codes), logits);
            double unit = sizeof(Real) == sizeof(double) ? Math.Pow(2, -53) : Math.Pow(2, -24);
            return [.. Enumerable.Range(0, logits.Rows).Select(c =>
            {
                double magnitude = 0;
                foreach (Real logit in logits.Row(c)) magnitude += 2 * Math.Abs((double)logit) + 1;
                return (logits.Columns + 3) * unit * magnitude;
            })];
        }

        private static PixelBatch Images(int batch, int pixels, PixelKind kind, ulong seed)
        {
            if (kind == PixelKind.Real) return new PixelBatch(TestInputs.ToMatrix(TestInputs.Uniform(seed, batch * pixels), batch));
            PixelBatch images = new(batch, pixels, kind);
            images.SetCount(batch);
            Real[] uniforms = TestInputs.Uniform(seed, batch * pixels);
            for (int i = 0; i < uniforms.Length; i++)
                images.Bytes(i / pixels)[i % pixels] = (byte)((kind == PixelKind.Grey ? 255 : 1.2) * uniforms[i]);
            return images;
        }

        private static Matrix Codes(int count, ulong seed)
        {
            var codes = new Matrix(count, SmallModel.Latent.Width);
            Real[] uniforms = TestInputs.Uniform(seed + 2, count * SmallModel.Latent.Latents);
            for (int i = 0; i < uniforms.Length; i++)
                codes.Span[i * SmallModel.Latent.Categories + (int)(SmallModel.Latent.Categories * uniforms[i])] = 1;
            return codes;
        }

        private static Matrix Weights(int codes, int batch, ulong seed)
        {
            Matrix weights = TestInputs.ToMatrix(TestInputs.Uniform(seed + 3, codes * batch), codes);
            for (int b = 0; b < batch; b++)
            {
                Real sum = 0;
                for (int c = 0; c < codes; c++) sum += weights[c, b];
                for (int c = 0; c < codes; c++) weights[c, b] /= sum;
            }
            return weights;
        }
    }
}
