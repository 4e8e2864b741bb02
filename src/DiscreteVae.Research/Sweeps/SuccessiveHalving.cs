using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// The decision rule of synchronous successive halving: Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and
/// hyperparameter optimization" (arXiv 1502.07943). Pure: no files, no clock, no order of arrival.
/// </summary>
/// <remarks>
/// How a runner calls it, where <see cref="ExperimentPlan.Halving"/> is not null:
/// <list type="number">
/// <item>For each epoch r of <see cref="Rungs"/>: train every trial that is still in the race to epoch r and leave its checkpoint
/// there. Schedules and <c>training:epochs</c> stay those of the whole trial, so that a kept trial has the numbers of one
/// that was never stopped.</item>
/// <item>When all of them have reached r or ended, call <see cref="Decide"/> once with one result for each, read back from
/// its <c>metrics.csv</c> at epoch r; no value for one that failed or diverged.</item>
/// <item>Record each <see cref="RungDecision.Pruned"/> trial as <c>pruned</c> with its reason; it is done. A trial that failed
/// keeps its own state. Continue the <see cref="RungDecision.Kept"/> ones from their checkpoints.</item>
/// <item>After the last rung train what is left to <c>training:epochs</c>.</item>
/// </list>
/// After a kill the same calls give the same decisions: a pruned trial's metrics at the rung are still there, and it takes part
/// in the decision of its own rung again.
/// </remarks>
public static class SuccessiveHalving
{
    private const string SeedKey = "training:seed";

    /// <summary>The epochs of the rungs in rising order, each below <paramref name="epochs"/>; may be none.</summary>
    /// <param name="options">The manifest's.</param>
    /// <param name="epochs"><c>training:epochs</c>, the same for all trials.</param>
    public static IReadOnlyList<int> Rungs(SuccessiveHalvingOptions options, int epochs)
    {
        var rungs = new List<int>();
        int most = options.Rungs == 0 ? int.MaxValue : options.Rungs;
        for (long epoch = options.MinimumEpochs; epoch < epochs && rungs.Count < most; epoch *= options.Reduction)
            rungs.Add((int)epoch);
        return rungs;
    }

    /// <summary>
    /// What stands or falls together: trials that differ in their seed alone, so that no mean over seeds loses its worst ones.
    /// </summary>
    public static string GroupOf(Trial trial) => string.Join(
        ' ', trial.Swept.Where(swept => swept.Key != SeedKey).Select(swept => $"{swept.Key}={swept.Value}"));

    /// <summary>
    /// Of n groups at a rung the best max(1, ⌊n / η⌋) by their mean value go on. Of equal groups the one with the lower trial
    /// index is the better. A group of which a trial has no finite value ranks last and never goes on.
    /// </summary>
    /// <param name="options">The manifest's.</param>
    /// <param name="epoch">The rung's epoch.</param>
    /// <param name="results">One for each trial still in the race, in any order.</param>
    public static RungDecision Decide(SuccessiveHalvingOptions options, int epoch, IReadOnlyCollection<RungResult> results)
    {
        Group[] ranked =
        [
            .. results.GroupBy(result => result.Group, (_, members) => new Group([.. members.OrderBy(member => member.Trial)]))
                .OrderByDescending(group => group.Mean).ThenBy(group => group.Members[0].Trial),
        ];
        int most = Math.Max(1, ranked.Length / options.Reduction);
        var kept = new List<int>();
        var pruned = new List<PrunedTrial>();
        for (int rank = 0; rank < ranked.Length; rank++)
        {
            Group group = ranked[rank];
            if (rank < most && group.IsFinite)
                kept.AddRange(group.Members.Select(member => member.Trial));
            else
                pruned.AddRange(group.Members.Select(member => new PrunedTrial(member.Trial, Reason(group, rank))));
        }
        return new RungDecision([.. kept.Order()], [.. pruned.OrderBy(trial => trial.Trial)]);

        string Reason(Group group, int rank)
        {
            string mean = group.Members.Count == 1 ? "" : FormattableString.Invariant($" (mean of {group.Members.Count} seeds)");
            return group.IsFinite
                ? FormattableString.Invariant(
                    $"at epoch {epoch} {options.Metric} {group.Mean:0.###}{mean} ranks {rank + 1} of {ranked.Length}, ")
                    + FormattableString.Invariant($"and the best {most} go on")
                : FormattableString.Invariant($"at epoch {epoch} there is no finite {options.Metric}{mean}");
        }
    }

    private sealed record Group(IReadOnlyList<RungResult> Members)
    {
        public bool IsFinite { get; } = Members.All(member => member.Value is { } value && double.IsFinite(value));

        // In the order of the trials: a sum in another order may differ in its last bit.
        public double Mean { get; } = Members.All(member => member.Value is { } value && double.IsFinite(value))
            ? Members.Average(member => member.Value!.Value)
            : double.NegativeInfinity;
    }
}

/// <summary>How a trial stands at a rung.</summary>
/// <param name="Trial"><see cref="Trial.Index"/>.</param>
/// <param name="Group"><see cref="SuccessiveHalving.GroupOf"/>.</param>
/// <param name="Value">The metric at the rung's epoch; null for a trial that ended before it.</param>
public sealed record RungResult(int Trial, string Group, double? Value);

/// <summary>Which trials go on from a rung, each list in the order of the trials' indices.</summary>
/// <param name="Kept">Indices of the trials to continue.</param>
/// <param name="Pruned">Those to stop.</param>
public sealed record RungDecision(IReadOnlyList<int> Kept, IReadOnlyList<PrunedTrial> Pruned);

/// <summary>A trial that stops at a rung.</summary>
/// <param name="Trial">Its index.</param>
/// <param name="Reason">A sentence for its record.</param>
public sealed record PrunedTrial(int Trial, string Reason);
