using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CsCheck;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>Whole train steps: the same bits for any number of threads, and no garbage.</summary>
public class TrainStepTests
{
    /// <summary>
    /// Comparing hashes is the only test that finds a race: a training run with one still looks plausible.
    /// </summary>
    [Fact]
    public void Weights_after_20_steps_are_the_same_bits_for_any_number_of_threads()
    {
        string[] estimators = [.. GradientEstimators.All.Names];
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 200], Gen.Int[1, 100], Gen.Int[1, 4], Gen.Int[2, 12], Gen.OneOf(estimators))
            .Sample((batch, pixels, hidden, latents, categories, estimator) =>
            {
                var latent = new LatentShape(latents, categories);
                var shape = new ModelShape(pixels, [hidden, hidden / 2 + 1], latent, Activation.Relu);
                string expected = Hash(1, shape, batch, estimator);
                foreach (int threads in new[] { 2, 3, 8 }) Assert.Equal(expected, Hash(threads, shape, batch, estimator));
            }, iter: 8, threads: 1);
    }

    [Fact]
    public void Weights_of_the_tutorials_model_are_the_same_bits_for_one_and_two_threads()
    {
        var shape = new ModelShape(784, [512, 256], new LatentShape(4, 8), Activation.Relu);
        Assert.Equal(Hash(1, shape, 100, "reinforce"), Hash(2, shape, 100, "reinforce"));
    }

    /// <summary>With latents enough that what is computed latent by latent falls into several pieces.</summary>
    [Fact]
    public void Weights_of_many_latents_are_the_same_bits_with_every_estimator()
    {
        var shape = new ModelShape(30, [20], new LatentShape(10, 12), Activation.Relu);
        foreach (string estimator in GradientEstimators.All.Names)
            Assert.Equal((estimator, Hash(1, shape, 40, estimator, steps: 2)), (estimator, Hash(3, shape, 40, estimator, steps: 2)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing(int threads)
    {
        foreach (string estimator in GradientEstimators.All.Names)
        {
            using var backend = new SimdBackend(threads);
            var trial = new Trial(backend, new ModelShape(200, [64, 40], new LatentShape(3, 5), Activation.Relu), 50, estimator);
            // Long enough for every method to have been compiled for good: compiling allocates on this thread now and then.
            for (int step = 0; step < 100; step++) trial.Step();
            AllocatedBytes before = new(threads), after = new(threads);
            // A collection that another test causes counts the rest of a thread's allocation quantum as allocated, so one window
            // without a byte proves the point; a step that allocates has none.
            for (int attempt = 0; attempt < 10 && (attempt == 0 || !before.ByWorker.AsSpan().SequenceEqual(after.ByWorker)); attempt++)
            {
                backend.Team.Run(before, long.MaxValue);
                for (int step = 0; step < 100; step++) trial.Step();
                backend.Team.Run(after, long.MaxValue);
            }
            Assert.Equal(before.ByWorker, after.ByWorker);
        }
    }

    private static string Hash(int threads, ModelShape shape, int batch, string estimator, int steps = 20)
    {
        using var backend = new SimdBackend(threads);
        var trial = new Trial(backend, shape, batch, estimator);
        for (int step = 0; step < steps; step++) trial.Step();
        return trial.Hash();
    }

    /// <summary>What each worker has allocated in its life; other threads of the process allocate as they like.</summary>
    private sealed class AllocatedBytes(int workers) : Meeting(workers)
    {
        public long[] ByWorker { get; } = new long[workers];

        protected override void Act(int worker) => ByWorker[worker] = GC.GetAllocatedBytesForCurrentThread();
    }

    private sealed class Trial
    {
        private readonly CategoricalVae _model;
        private readonly TrainStep _step;
        private readonly PixelBatch _images;
        private readonly StreamNoise _noise = new();
        private ulong _steps;

        public Trial(SimdBackend backend, ModelShape shape, int batch, string estimator)
        {
            EstimatorFactory create = GradientEstimators.All[estimator].Create();
            IGradientEstimator made;
            try
            {
                made = create(new EstimatorContext(shape.Latent, Samples: 4, shape.Pixels));
            }
            catch (EstimatorNotApplicableException)
            {
                // For binary latents only, or for fewer codes.
                shape = shape with { Latent = new LatentShape(shape.Latent.Latents, 2) };
                made = create(new EstimatorContext(shape.Latent, Samples: 4, shape.Pixels));
            }
            _model = new CategoricalVae(backend, shape);
            _model.Initialize(1);
            _step = new TrainStep(_model, made, new Adam(new AdamOptions()));
            _images = ActiveInputsTests.Pixels(batch, shape.Pixels, 20, 1);
        }

        public void Step()
        {
            _noise.Stream = RandomStream.Create(2, Purpose.Initialization, _steps++);
            Elbo elbo = _step.Run(_images, new StepSettings(0.7, 1, 1e-3), _noise);
            Assert.True(double.IsFinite(elbo.PerDatum));
        }

        public string Hash()
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (IDenseLayer layer in _model.Encoder.Layers.Concat(_model.Decoder.Layers))
            {
                float[] weight = new float[layer.Inputs * layer.Outputs], bias = new float[layer.Outputs];
                layer.GetParameters(weight, bias);
                hash.AppendData(MemoryMarshal.AsBytes<float>(weight));
                hash.AppendData(MemoryMarshal.AsBytes<float>(bias));
            }
            return Convert.ToHexString(hash.GetHashAndReset());
        }
    }
}
