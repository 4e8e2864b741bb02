namespace DiscreteVae.Research.Results;

/// <summary>Trials that differ in their seed only, and how they do beside the best such group.</summary>
/// <param name="Setting">The swept keys but the seed, with their values.</param>
/// <param name="Values">The metric of each completed trial by its seed.</param>
/// <param name="Statistics">Over the seeds.</param>
/// <param name="Behind">
/// What the best group has more, seed by seed: paired, so that what a seed does to every setting alike cancels. Null for the best itself
/// and where no seed is in both.
/// </param>
internal sealed record RankedGroup(
    IReadOnlyList<(string Key, string Value)> Setting,
    IReadOnlyDictionary<long, double> Values,
    SeedStatistics Statistics,
    SeedStatistics? Behind)
{
    /// <summary>The groups, best first; trials that did not complete count for nothing.</summary>
    /// <param name="trials">All trials of a sweep.</param>
    /// <param name="metric">A column of <c>trials.csv</c>.</param>
    /// <param name="lowest">The lowest is the best.</param>
    public static IReadOnlyList<RankedGroup> Rank(IEnumerable<RecordedTrial> trials, string metric, bool lowest)
    {
        RankedGroup[] groups =
        [
            .. trials.Where(trial => trial.Status == TrialStatus.Completed && trial.Final.TryGetValue(metric, out double value) && double.IsFinite(value))
                .GroupBy(trial => string.Join('\0', SettingOf(trial.Record).Select(pair => pair.Value)), StringComparer.Ordinal)
                .Select(group => Group([.. group], metric)),
        ];
        // A stable sort: of equal groups the first in the plan stays first.
        groups = [.. lowest ? groups.OrderBy(group => group.Statistics.Mean) : groups.OrderByDescending(group => group.Statistics.Mean)];
        return [.. groups.Select((group, rank) => rank == 0 ? group : group with { Behind = Difference(groups[0], group) })];
    }

    private static RankedGroup Group(RecordedTrial[] trials, string metric)
    {
        var values = new SortedDictionary<long, double>(trials.ToDictionary(trial => trial.Record.Seed, trial => trial.Final[metric]));
        return new RankedGroup(SettingOf(trials[0].Record), values, SeedStatistics.Of([.. values.Values]), null);
    }

    private static (string Key, string Value)[] SettingOf(TrialRecord record) =>
        [.. record.Swept.Where(pair => pair.Key != TrialRecord.SeedKey)];

    private static SeedStatistics? Difference(RankedGroup best, RankedGroup group)
    {
        double[] differences = [.. best.Values.Where(pair => group.Values.ContainsKey(pair.Key)).Select(pair => pair.Value - group.Values[pair.Key])];
        return differences.Length == 0 ? null : SeedStatistics.Of(differences);
    }
}
