using System.Text.Json.Nodes;
using DiscreteVae.Layers;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// How long a plan will take on this machine. Of each kind of trial (same data, model, estimator, batch and optimiser) steps and
/// evaluations are timed, as many trials at once as the sweep will run. The median of several passes is multiplied, and the trials are laid
/// over the cores in their order.
/// </summary>
/// <param name="Seconds">Of each trial, in the plan's order.</param>
/// <param name="Total">Seconds from the first trial's begin to the last one's end.</param>
/// <param name="Share">How the cores are shared.</param>
/// <param name="Kinds">How many kinds of trial were timed.</param>
internal sealed record TimeEstimate(IReadOnlyList<double> Seconds, double Total, CoreShare Share, int Kinds)
{
    // Of what it takes to plan; a kind gets its part of it within the bounds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(2);

    /// <summary>Measures and reckons.</summary>
    /// <param name="plan">The plan; all its trials are counted, whatever their results folder has already.</param>
    /// <param name="data">The data sets.</param>
    /// <param name="backends">The backends.</param>
    /// <param name="clock">Gives the time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UserErrorException">A data set or a backend is not here: nothing is downloaded for an estimate.</exception>
    public static async Task<TimeEstimate> MeasureAsync(
        ExperimentPlan plan, TrialData data, TrialBackends backends, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (Trial trial in plan.Trials)
            RequireHere(trial.Manifest);
        CoreShare share = CoreShare.Of(plan.Trials, plan.Trials.Count, Environment.ProcessorCount);
        string[] kinds = [.. plan.Trials.Select(trial => Kind(trial.Resolved))];
        int count = kinds.Distinct().Count();
        TimeSpan patience = TimeSpan.FromTicks(Math.Clamp(Patience.Ticks / count, LeastPatience.Ticks, MostPatience.Ticks));
        var timer = new TrialTimer(data, clock);
        var costs = new Dictionary<string, TrialCost>(StringComparer.Ordinal);
        foreach ((string kind, Trial trial) in kinds.Zip(plan.Trials).DistinctBy(pair => pair.First))
            costs[kind] = await MeasureAsync(trial, share, patience, timer, data, backends, cancellationToken).ConfigureAwait(false);
        double[] seconds = [.. kinds.Zip(plan.Trials, (kind, trial) => Of(trial.Manifest, costs[kind], data))];
        return new TimeEstimate(seconds, Span(seconds, share.Trials), share, count);
    }

    /// <summary>When the last of the trials ends that begin in their order, each on the worker that is free first.</summary>
    internal static double Span(IReadOnlyList<double> seconds, int workers)
    {
        var free = new PriorityQueue<int, double>(Enumerable.Range(0, workers).Select(worker => (worker, 0.0)));
        double last = 0;
        foreach (double trial in seconds)
        {
            free.TryDequeue(out int worker, out double begin);
            free.Enqueue(worker, begin + trial);
            last = Math.Max(last, begin + trial);
        }
        return last;
    }

    private static async Task<TrialCost> MeasureAsync(Trial trial, CoreShare share, TimeSpan patience, TrialTimer timer, TrialData data,
        TrialBackends backends, CancellationToken cancellationToken)
    {
        int pixels = data.Open(trial.Manifest.Data).Train.PixelsPerImage;
        // Neighbours that share caches and memory slow each other down: the sweep will have them too.
        TrialCost[] costs = await Task.WhenAll(Enumerable.Range(0, share.Trials).Select(_ => Task.Run(async () =>
        {
            using IBackend backend = backends.Create(trial.Manifest, pixels, share.Threads);
            return await timer.MeasureAsync(trial.Manifest, backend, patience, cancellationToken).ConfigureAwait(false);
        }, cancellationToken))).ConfigureAwait(false);
        return new TrialCost(costs.Average(cost => cost.Step), costs.Average(cost => cost.TestImage));
    }

    // As TrialRunner counts: the initial model and the last epoch are always evaluated.
    private static double Of(TrialManifest manifest, TrialCost cost, TrialData data)
    {
        TrainingSplit split = data.Split(manifest);
        int epochs = manifest.Training.Epochs, every = manifest.Evaluation.Every;
        double steps = Math.Ceiling((double)split.Train.Length / manifest.Training.BatchSize) * epochs;
        double evaluations = 1 + epochs / every + (epochs % every == 0 ? 0 : 1);
        return steps * cost.Step + evaluations * (data.Open(manifest.Data).Test.Count + split.Validation.Length) * cost.TestImage;
    }

    private static void RequireHere(TrialManifest manifest)
    {
        TrialBackends.Check(manifest.Compute.Backend);
        if (DatasetRegistry.Locate(manifest.Data.Dataset, DatasetPlaces.FromEnvironment(manifest.Data.Folder)) is null)
        {
            throw new UserErrorException(ExitCode.Environment,
                $"data set '{manifest.Data.Dataset}' is not on this machine yet; 'dvae data fetch {manifest.Data.Dataset}' gets it");
        }
    }

    // What changes how many steps there are, or the numbers in them, does not change what one takes.
    private static string Kind(JsonObject resolved)
    {
        var kind = resolved.DeepClone().AsObject();
        foreach (string key in (string[])["temperature", "klWeight", "evaluation"])
            kind.Remove(key);
        foreach (string key in (string[])["epochs", "learningRate", "freeBits", "seed"])
            kind["training"]!.AsObject().Remove(key);
        return CanonicalJson.Serialize(kind);
    }
}
