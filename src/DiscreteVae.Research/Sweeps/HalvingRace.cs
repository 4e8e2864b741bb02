using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// Successive halving over the trials of a results folder: reads how they stand at a rung, decides by
/// <see cref="SuccessiveHalving"/>, and records which were pruned and why.
/// </summary>
internal sealed class HalvingRace(ExperimentPlan plan, ResultsFolder folder)
{
    /// <summary>The epochs of the rungs; none where the plan does not halve.</summary>
    public IReadOnlyList<int> Rungs { get; } = plan.Halving is { } options && plan.Trials.Count > 0
        ? SuccessiveHalving.Rungs(options, plan.Trials[0].Manifest.Training.Epochs)
        : [];

    /// <summary>
    /// Decides a rung that all trials in the race have reached, or ended before. The same again after a kill: what decides is in their
    /// metrics, also of those that were pruned here already.
    /// </summary>
    /// <param name="rung">Its epoch.</param>
    /// <param name="running">The trials in the race.</param>
    /// <param name="states">All trials' states; those pruned get theirs.</param>
    /// <param name="progress">Told of each that is pruned now.</param>
    /// <returns>The trials that go on.</returns>
    /// <exception cref="UserErrorException">A trial's metrics are damaged, or a state cannot be written.</exception>
    public IReadOnlyList<Trial> Decide(int rung, IReadOnlyList<Trial> running, TrialState[] states, ISweepProgress progress)
    {
        SuccessiveHalvingOptions options = plan.Halving!;
        RungDecision decision = SuccessiveHalving.Decide(options, rung,
            [.. running.Select(trial => new RungResult(trial.Index, SuccessiveHalving.GroupOf(trial), Value(trial, rung, options.Metric)))]);
        foreach (PrunedTrial pruned in decision.Pruned)
        {
            TrialState state = states[pruned.Trial];
            if (state.IsDone || state.HasFailed) continue;
            Trial trial = plan.Trials[pruned.Trial];
            TrialFolder trialFolder = folder.Trial(trial.Id);
            state = states[pruned.Trial] = state with { Status = TrialStatus.Pruned, Reason = pruned.Reason };
            trialFolder.Checkpoints.RemoveOlder();
            trialFolder.WriteState(state);
            progress.Ended(trial, state);
        }
        return [.. decision.Kept.Select(index => plan.Trials[index])];
    }

    // Also of a trial that failed behind the rung: it took part in the decision when that was made first.
    private double? Value(Trial trial, int rung, string metric)
    {
        string path = folder.Trial(trial.Id).MetricsPath;
        if (!File.Exists(path)) return null;
        string[] name = metric.Split('_', 2);
        return MetricsFile.Read(path).LastOrDefault(row => row.Epoch == rung && row.Split == name[0] && row.Metric == name[1])?.Value;
    }
}
