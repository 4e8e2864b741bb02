using DiscreteVae.Backends;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// Trains on a few minibatches at hand with a recorder around the backend and the estimator. Steps with the optimiser's update and steps
/// without take turns, so that a disturbance of the machine hits both alike.
/// </summary>
internal sealed class StepProfiler
{
    private const int FewestSteps = 3;
    private const int MostSteps = 400;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    private readonly BenchSubject _subject;
    private readonly IReadOnlyList<PixelBatch> _images;
    private readonly TimeProvider _clock;
    private readonly StepParts _parts;
    private readonly ProfiledBackend _backend;
    private readonly ProfiledEstimator _estimator;
    private readonly TrainStep _updating, _frozen;
    private readonly StreamNoise _noise = new();
    private readonly int _encoderLayers;
    private int _steps;

    private StepProfiler(BenchSubject subject, IReadOnlyList<PixelBatch> images, ProfiledBackend backend, TimeProvider clock)
    {
        (_subject, _images, _clock, _backend, _parts) = (subject, images, clock, backend, backend.Parts);
        _estimator = new ProfiledEstimator(subject.CreateEstimator(), _parts);
        CategoricalVae model = subject.CreateModel(_backend);
        _encoderLayers = model.Encoder.Layers.Count;
        _updating = new TrainStep(model, _estimator, subject.CreateOptimizer());
        _frozen = new TrainStep(model, _estimator, new FrozenOptimizer());
    }

    /// <summary>Measures one backend; one that is not here is a profile that says so.</summary>
    public static StepProfile Run(BenchSubject subject, IReadOnlyList<PixelBatch> images, BackendEntry entry, int threads, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (entry.WhyUnavailable() is string problem) return new StepProfile(entry.Name, null, threads, problem, 0, null, []);
        using var backend = new ProfiledBackend(entry.Create(threads), new StepParts(new StepRecorder(clock)));
        return new StepProfiler(subject, images, backend, clock).Measure(cancellationToken);
    }

    /// <summary>
    /// Floating-point operations of one training datum: those of the dense products that a step with this estimator calls for, and at least
    /// <see cref="ModelShape.TrainingFlops"/>, the convention by which a score-function estimator's step counts the gradient by the codes
    /// too.
    /// </summary>
    public static double CountFlops(BenchSubject subject, IReadOnlyList<PixelBatch> images, IBackend backend, TimeProvider clock)
    {
        var profiler = new StepProfiler(subject, images, new ProfiledBackend(backend, new StepParts(new StepRecorder(clock))), clock);
        profiler.Step(profiler._updating);
        return Math.Max(subject.Shape.TrainingFlops, profiler._parts.Recorder.AllOperations / images[0].Count);
    }

    private StepProfile Measure(CancellationToken cancellationToken)
    {
        Repeat(WarmUp, cancellationToken);
        (List<long[]> updating, List<long[]> frozen) = Repeat(Duration, cancellationToken);
        StepRecorder recorder = _parts.Recorder;
        double[] times = recorder.Milliseconds(updating, _parts.Total);
        double without = recorder.Milliseconds(frozen, _parts.Total)[_parts.Backward];
        double total = times[_parts.Total], encode = times[_parts.Encode], estimate = times[_parts.Estimate];
        double decode = times[_parts.Decode], backward = times[_parts.Backward];
        var milliseconds = new StepMilliseconds(total, encode, estimate, decode, backward, backward - without,
            total - encode - estimate - decode - backward);
        LayerRate[] layers = [.. _backend.Layers.SelectMany((layer, index) => Rates(layer, index, times))];
        return new StepProfile(_backend.Name, _backend.Description, _backend.Threads, null, updating.Count, milliseconds, layers);
    }

    private (List<long[]> Updating, List<long[]> Frozen) Repeat(TimeSpan duration, CancellationToken cancellationToken)
    {
        List<long[]> updating = [], frozen = [];
        long begun = _clock.GetTimestamp();
        while (updating.Count < FewestSteps || (updating.Count < MostSteps && _clock.GetElapsedTime(begun) < duration))
        {
            cancellationToken.ThrowIfCancellationRequested();
            frozen.Add(Step(_frozen));
            updating.Add(Step(_updating));
        }
        return (updating, frozen);
    }

    private long[] Step(TrainStep step)
    {
        PixelBatch images = _images[_steps / 2 % _images.Count];
        _noise.Stream = RandomStream.Create((ulong)_subject.Manifest.Training.Seed, Purpose.Estimator, (ulong)_steps);
        StepSettings settings = _subject.SettingsAt(_steps);
        _steps++;
        _parts.Recorder.Begin();
        _parts.Phase = StepPhase.Encode;
        long begun = _estimator.StepBegun = _clock.GetTimestamp();
        step.Run(images, settings, _noise);
        _parts.Recorder.Add(_parts.Total, begun);
        return _parts.Recorder.Snapshot();
    }

    private IEnumerable<LayerRate> Rates(ProfiledLayer layer, int index, double[] times)
    {
        (string network, int number) = index < _encoderLayers ? ("encoder", index + 1) : ("decoder", index + 1 - _encoderLayers);
        foreach ((string pass, int slot) in new[]
        {
            ("forward", layer.ForwardSlot), ("backward input", layer.BackwardInputSlot), ("backward parameters", layer.BackwardParametersSlot),
        })
        {
            // The encoder's first layer has no gradient by its input, and where no gradient by the codes is asked for the decoder's has
            // none.
            double operations = _parts.Recorder.Operations(slot);
            if (operations > 0)
                yield return new LayerRate(network, number, layer.Inputs, layer.Outputs, pass, times[slot], operations * 1e-6 / times[slot]);
        }
    }
}
