using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Metrics;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Pipeline;

namespace DiscreteVae.Research.Trials;

/// <summary>What a training pass over the data came to.</summary>
/// <param name="Elbo">Sums over all its minibatches, each before its own update.</param>
/// <param name="Last">The scheduled quantities at its last step.</param>
public readonly record struct EpochSummary(Elbo Elbo, StepSettings Last);

/// <summary>Trains and evaluates one model: the loop of a trial without its files.</summary>
internal sealed class Trainer
{
    private readonly TrialManifest _manifest;
    private readonly TrainStep _trainStep;
    private readonly Evaluation _evaluation;
    private readonly MetricSet _metrics;
    private readonly List<(string Split, MetricReport Report)> _measured = [];
    private readonly StreamNoise _noise = new();
    private readonly ulong _seed;

    public Trainer(TrialManifest manifest, CategoricalVae model, IGradientEstimator estimator, IOptimizer optimizer)
    {
        _manifest = manifest;
        _seed = (ulong)manifest.Training.Seed;
        _trainStep = new TrainStep(model, estimator, optimizer) { FreeBits = manifest.Training.FreeBits.ToFreeBits() };
        _metrics = TrialMetrics.Create(manifest);
        _evaluation = new Evaluation(model, _metrics);
        Model = model;
        Estimator = estimator;
        Optimizer = optimizer;
    }

    /// <summary>The trainer of a trial before its first step, over images of <paramref name="pixels"/>.</summary>
    public static Trainer Create(TrialManifest manifest, IBackend backend, int pixels)
    {
        CategoricalVae model = TrialModel.Create(manifest.Model, pixels, backend);
        model.Initialize((ulong)manifest.Training.Seed);
        IOptimizer optimizer = OptimizerRegistry.All[manifest.Training.Optimizer].Create(manifest.Training.OptimizerOptions);
        return new Trainer(manifest, model, TrialEstimator.Create(manifest, pixels), optimizer);
    }

    public CategoricalVae Model { get; }

    public IGradientEstimator Estimator { get; }

    public IOptimizer Optimizer { get; }

    /// <summary>Told of every step, if anybody watches.</summary>
    public TrainingMeter? Meter { get; set; }

    /// <summary>Steps of the optimiser so far.</summary>
    public long Step => Optimizer.Step;

    /// <summary>The pass over the training images that is under way, or was the last.</summary>
    public TrainingPass Pass { get; } = new();

    /// <summary>
    /// The pass of an epoch over the training images in the order given, or what is left of it: <see cref="Pass"/> knows.
    /// </summary>
    /// <exception cref="DivergedException">A loss was not finite.</exception>
    public async Task<EpochSummary> TrainAsync(ImageFeed feed, ReadOnlyMemory<int> order, int epoch, CancellationToken cancellationToken)
    {
        Pass.Begin(epoch);
        long stepsPerEpoch = (order.Length + feed.BatchSize - 1) / feed.BatchSize;
        await feed.RunAsync(order[Pass.Examples..], epoch, minibatch => TrainOn(minibatch, stepsPerEpoch), Pass.Add, cancellationToken)
            .ConfigureAwait(false);
        return new EpochSummary(Pass.Elbo, SettingsAt(Step - 1, stepsPerEpoch));
    }

    /// <summary>One pass over images to evaluate, with one hard sample an image.</summary>
    public async Task<Elbo> EvaluateAsync(ImageFeed feed, ReadOnlyMemory<int> examples, int epoch, bool test, CancellationToken cancellationToken)
    {
        var sum = new Elbo();
        _metrics.Begin();
        // Validation and test codes come from streams of their own.
        ulong split = test ? 1ul << 63 : 0;
        await feed.RunAsync(examples, epoch, minibatch =>
        {
            _noise.Stream = RandomStream.Create(_seed, Purpose.EvaluationCodes, split | ((ulong)minibatch.Epoch << 32) | (uint)minibatch.Index);
            return _evaluation.Run(minibatch.Images, _noise);
        }, elbo => sum += elbo, cancellationToken).ConfigureAwait(false);
        _measured.Add((test ? "test" : "validation", _metrics.End()));
        return sum;
    }

    /// <summary>What the metrics measured in the evaluations since the last call, by split.</summary>
    public IReadOnlyList<(string Split, MetricReport Report)> TakeMeasured()
    {
        (string, MetricReport)[] measured = [.. _measured];
        _measured.Clear();
        return measured;
    }

    private Elbo TrainOn(Minibatch minibatch, long stepsPerEpoch)
    {
        long step = Step;
        _noise.Stream = RandomStream.Create(_seed, Purpose.Estimator, (ulong)step);
        StepSettings settings = SettingsAt(step, stepsPerEpoch);
        Elbo elbo = _trainStep.Run(minibatch.Images, settings, _noise);
        if (!double.IsFinite(elbo.PerDatum)) throw new DivergedException(minibatch.Epoch, step, elbo.PerDatum);
        Meter?.Record(step + 1, stepsPerEpoch, elbo.PerDatum, settings.Temperature);
        return elbo;
    }

    private StepSettings SettingsAt(long step, long stepsPerEpoch)
    {
        var time = new TrainingTime(step, stepsPerEpoch, _manifest.Training.Epochs);
        return new StepSettings(_manifest.Temperature.At(time), _manifest.KlWeight.At(time), _manifest.Training.LearningRate.At(time));
    }
}
