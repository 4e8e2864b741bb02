using DiscreteVae.Backends;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;
using DiscreteVae.Research.Benchmarking;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Benchmarking;

public class StepProfilerTests
{
    private const int Batch = 4;

    [Theory]
    [InlineData("simd")]
    [InlineData("mathnet")]
    public async Task The_parts_of_a_step_are_measured_and_add_up(string backend)
    {
        BenchSubject subject = Subject("reinforce");
        IReadOnlyList<PixelBatch> images = await subject.LoadAsync(CancellationToken.None);

        StepProfile profile = StepProfiler.Run(subject, images, BackendRegistry.Find(backend), 1, TimeProvider.System, CancellationToken.None);

        Assert.Equal((backend, 1, null), (profile.Backend, profile.Threads, profile.Problem));
        StepMilliseconds parts = profile.Parts!;
        Assert.All(new[] { parts.Encode, parts.Estimate, parts.Decode, parts.Backward, parts.Rest }, part => Assert.InRange(part, 1e-6, parts.Total));
        Assert.Equal(parts.Total, parts.Encode + parts.Estimate + parts.Decode + parts.Backward + parts.Rest, 1e-9);
        Assert.All(profile.Layers, layer => Assert.True(double.IsFinite(layer.GigaflopsPerSecond) && layer.GigaflopsPerSecond > 0));
        // Two layers each: forward and weights in all, and the gradient by the input in all but the first of each network.
        Assert.Equal(["encoder 1 forward", "encoder 1 backward parameters", "encoder 2 forward", "encoder 2 backward input",
            "encoder 2 backward parameters", "decoder 1 forward", "decoder 1 backward parameters", "decoder 2 forward", "decoder 2 backward input",
            "decoder 2 backward parameters"], profile.Layers.Select(layer => $"{layer.Network} {layer.Layer} {layer.Pass}"));
    }

    [Fact]
    public async Task Operations_are_those_of_the_shape_and_of_every_evaluation_an_estimator_makes()
    {
        // Encoder 12-7-6, decoder 6-7-12.
        double encoder = 12 * 7 + 7 * 6, decoder = encoder;
        double shape = 6 * (encoder + decoder) - 2 * 12 * 7;
        Assert.Equal(shape, Subject("reinforce").Shape.TrainingFlops);
        Assert.Equal(shape, await Count("reinforce"));
        Assert.Equal(shape, await Count("gumbel-softmax"));
        // Three more evaluations: forward and weights; the gradient by the codes is not asked for.
        Assert.Equal(shape + 3 * 6 * decoder - 4 * 2 * 6 * 7, await Count("rloo", samples: 4));
    }

    [Fact]
    public void A_backend_that_is_not_here_is_a_profile_that_says_so()
    {
        var missing = new BackendEntry("none", true, () => throw new BackendUnavailableException("none", "It is gone."), _ => throw new InvalidOperationException());
        StepProfile profile = StepProfiler.Run(Subject("reinforce"), [], missing, 2, TimeProvider.System, CancellationToken.None);
        Assert.Equal(("none", 2, "It is gone."), (profile.Backend, profile.Threads, profile.Problem));
        Assert.Null(profile.Parts);
    }

    private static async Task<double> Count(string estimator, int samples = 1)
    {
        BenchSubject subject = Subject(estimator, samples);
        using IBackend backend = BackendRegistry.Create("simd", 1);
        return StepProfiler.CountFlops(subject, await subject.LoadAsync(CancellationToken.None), backend, TimeProvider.System);
    }

    private static BenchSubject Subject(string estimator, int samples = 1)
    {
        Variant<EstimatorFactory> variant = GradientEstimators.All[estimator];
        var manifest = new TrialManifest
        {
            Model = new ModelSection { Latents = 2, Categories = 3, Hidden = [7] },
            Estimator = new EstimatorSection { Name = estimator, Samples = samples, Options = variant.DefaultOptions() },
            Training = new TrainingSection { BatchSize = Batch, OptimizerOptions = new AdamOptions() },
        };
        var images = new ImageSet("images", 3, 4, [.. Enumerable.Range(0, 10 * 12).Select(i => (byte)(i * 37))]);
        return new BenchSubject(new Trial(0, "trial", manifest, [], []), new Dataset("set", images, images, "here"), [.. Enumerable.Range(0, 10)]);
    }
}
