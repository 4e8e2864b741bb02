using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Manifests;

/// <summary>What successive halving asks of the trials it decides about.</summary>
internal static class HalvingRules
{
    private const string Path = "sweep:successive-halving";

    /// <summary>Reports why the trials cannot be ranked at the rungs.</summary>
    /// <param name="options">The manifest's.</param>
    /// <param name="trials">All trials, each valid by itself.</param>
    /// <param name="report">Gets the key path and what is wrong.</param>
    public static void Check(SuccessiveHalvingOptions options, IReadOnlyList<Trial> trials, Action<string, string> report)
    {
        if (trials.Count == 0)
            return;
        int[] epochs = [.. trials.Select(trial => trial.Manifest.Training.Epochs).Distinct()];
        IReadOnlyList<int> rungs = SuccessiveHalving.Rungs(options, epochs[0]);
        if (epochs.Length > 1)
            report(Path, "trials of different 'training:epochs' cannot be compared at a rung; sweep another key");
        else if (rungs.Count == 0)
        {
            report(
                KeyPath.Join(Path, "minimumEpochs"),
                FormattableString.Invariant($"no rung lies before the last epoch, {epochs[0]}; lower it or train longer"));
        }
        foreach (int every in trials.Select(trial => trial.Manifest.Evaluation.Every).Distinct().Where(_ => epochs.Length == 1))
        {
            int missing = rungs.FirstOrDefault(rung => rung % every != 0);
            if (missing > 0)
            {
                report(Path, FormattableString.Invariant(
                    $"the rung at epoch {missing} is not evaluated with 'evaluation:every' {every}; the rungs are at {string.Join(", ", rungs)}"));
            }
        }
        if (options.Metric.StartsWith("validation", StringComparison.Ordinal) && trials.Any(trial => trial.Manifest.Data.Validation == 0))
        {
            report(
                KeyPath.Join(Path, "metric"),
                $"'{options.Metric}' needs held-out images: set 'data:validation', for example to 5000, or rank by test_elbo");
        }
    }
}
