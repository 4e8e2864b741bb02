using System.Globalization;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Pipeline;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// Measures estimators on one model and minibatch. Single-threaded workers draw side by side; only timing has the machine alone.
/// </summary>
internal sealed class GradientBench
{
    private readonly ModelSnapshot _snapshot;
    private readonly TrialManifest _manifest;
    private readonly GradientsSection _section;
    private readonly IBackend _timedBackend;
    private readonly GradientWorker[] _workers;
    private readonly DrawPipeline<GradientWorker> _pipeline;
    private readonly TimeProvider _clock;
    private readonly ulong _seed;

    /// <summary>Makes the workers.</summary>
    /// <param name="snapshot">The model and the minibatch.</param>
    /// <param name="manifest">How the model was trained.</param>
    /// <param name="section">What is measured.</param>
    /// <param name="backends">One a worker, each of one thread.</param>
    /// <param name="clock">Times the steps.</param>
    public GradientBench(ModelSnapshot snapshot, TrialManifest manifest, GradientsSection section, IReadOnlyList<IBackend> backends,
        TimeProvider clock)
    {
        (_snapshot, _manifest, _section, _clock, _timedBackend) = (snapshot, manifest, section, clock, backends[0]);
        _seed = (ulong)manifest.Training.Seed;
        _workers = [.. backends.Select(backend => new GradientWorker(snapshot, backend, _seed))];
        _pipeline = new DrawPipeline<GradientWorker>(_workers, _workers[0].Dimension);
    }

    /// <summary>The reference: an enumeration, or a long run of local expectation.</summary>
    public async Task<GradientReference> ReferenceAsync(bool enumerate, CancellationToken cancellationToken)
    {
        LatentShape shape = _snapshot.Shape.Latent;
        var values = new double[_workers[0].Dimension];
        if (enumerate)
        {
            var options = new ExactOptions { Decoder = ExactDecoder.Sample, MaximumCodes = _section.MaximumCodes };
            GradientMoments exact = await DrawAsync(() => new Exact(shape, options), DrawRun.Reference, 1, 1, values, cancellationToken)
                .ConfigureAwait(false);
            return GradientReference.Exact(exact.SumWithout(-1));
        }
        var estimator = new LocalExpectation(shape);
        GradientMoments moments = await DrawAsync(() => new LocalExpectation(shape), DrawRun.Reference, _section.ReferenceDraws, 1,
            values, cancellationToken).ConfigureAwait(false);
        return GradientReference.Run(estimator.Traits.Name, moments);
    }

    /// <summary>Milliseconds of a train step with an estimator.</summary>
    public Measured Time(MeasuredEstimator estimator, CancellationToken cancellationToken)
    {
        IOptimizer optimizer = OptimizerRegistry.All[_manifest.Training.Optimizer].Create(_manifest.Training.OptimizerOptions);
        // Neither the weight of the KL nor so small a step of the optimiser changes what a step costs.
        var settings = new StepSettings(_section.Temperatures[0], KlWeight: 1, LearningRate: 1e-6);
        return StepTimer.Measure(_snapshot, _timedBackend, estimator.Create(), optimizer, settings, _seed, _clock, cancellationToken);
    }

    /// <summary>All quantities of an estimator at a temperature.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="temperature">τ; null where it uses none.</param>
    /// <param name="reference">What it should give on average.</param>
    /// <param name="milliseconds">Of a train step with it.</param>
    /// <param name="cancellationToken">Ends it after the draws under way.</param>
    public async Task<IReadOnlyList<GradientRow>> MeasureAsync(MeasuredEstimator estimator, double? temperature, GradientReference reference,
        Measured milliseconds, CancellationToken cancellationToken)
    {
        int draws = estimator.Traits.Stochastic ? _section.Draws : 1;
        GradientMoments moments = await DrawAsync(estimator.Create, DrawRun.Measured, draws, temperature ?? 1, reference.Vector, cancellationToken)
            .ConfigureAwait(false);
        var statistics = new GradientStatistics(moments, reference);
        Measured Of(string quantity) => quantity switch
        {
            GradientQuantity.RelativeBias => statistics.RelativeBias,
            GradientQuantity.StandardDeviation => statistics.StandardDeviation,
            GradientQuantity.RelativeStandardDeviation => statistics.RelativeStandardDeviation,
            GradientQuantity.MeanSquaredError => statistics.MeanSquaredError,
            GradientQuantity.SignalToNoise => statistics.SignalToNoise,
            GradientQuantity.Cosine => statistics.Cosine,
            GradientQuantity.CosineOfMean => statistics.CosineOfMean,
            GradientQuantity.Evaluations => Measured.Known(estimator.Traits.EvaluationsOf(_section.Batch)),
            GradientQuantity.Milliseconds => milliseconds,
            GradientQuantity.VarianceTimesEvaluations => statistics.RelativeVariance.Times(estimator.Traits.EvaluationsOf(_section.Batch)),
            GradientQuantity.VarianceTimesMilliseconds => statistics.RelativeVariance.Times(milliseconds),
            _ => throw new ArgumentException($"There is no quantity '{quantity}'.", nameof(quantity)),
        };
        return [.. GradientQuantity.All.Select(quantity => new GradientRow(_snapshot.Epoch, estimator.Name, temperature, quantity, Of(quantity),
            draws, reference.Name, reference.Draws))];
    }

    /// <summary>A line about what was measured.</summary>
    public static string Describe(IReadOnlyList<GradientRow> rows)
    {
        string Show(string name, string quantity)
        {
            Measured measured = rows.First(row => row.Quantity == quantity).Measured;
            return string.Create(CultureInfo.InvariantCulture, $"  {name} {measured.Value:g3} [{measured.Low:g3}, {measured.High:g3}]");
        }
        GradientRow first = rows[0];
        string temperature = first.Temperature is double value ? string.Create(CultureInfo.InvariantCulture, $" τ={value}") : "";
        return $"epoch {first.Epoch} {first.Estimator}{temperature}:" + Show("bias", GradientQuantity.RelativeBias)
            + Show("deviation", GradientQuantity.RelativeStandardDeviation) + Show("cosine", GradientQuantity.CosineOfMean);
    }

    private async Task<GradientMoments> DrawAsync(Func<IGradientEstimator> create, DrawRun run, int draws, double temperature, double[] centre,
        CancellationToken cancellationToken)
    {
        StateSnapshot? memory = _workers[0].WarmUp(create(), _section.Warmup, temperature, cancellationToken);
        foreach (GradientWorker worker in _workers) worker.Use(create(), memory);
        var moments = new GradientMoments(centre, draws);
        await _pipeline.RunAsync(draws, (worker, draw) => worker.Draw(run, draw.Index, temperature, draw.Values),
            draw => moments.Add(draw.Values), cancellationToken).ConfigureAwait(false);
        return moments;
    }
}
