namespace DiscreteVae.Research.Results;

/// <summary>A metric over the epochs, averaged over the seeds of one setting.</summary>
/// <param name="Trials">How many trials are in every mean.</param>
/// <param name="Epochs">The epochs that all of them have measured.</param>
/// <param name="Values">Mean and 95 % interval at each.</param>
internal sealed record SeedCurve(int Trials, IReadOnlyList<int> Epochs, IReadOnlyList<SeedStatistics> Values)
{
    /// <summary>
    /// The curve over the completed trials; while none is, over those under way. Trials that ended early are left out: a mean over a set
    /// that loses its worst members would rise by itself.
    /// </summary>
    public static SeedCurve Of(SeedGroup group, string split, string metric)
    {
        IReadOnlyList<TrialResults> counted = group.Completed;
        if (counted.Count == 0) counted = [.. group.Trials.Where(trial => !trial.EndedEarly)];
        Dictionary<int, double>[] values =
        [
            .. counted.Select(trial => ByEpoch(trial, split, metric)).Where(values => values.Count > 0),
        ];
        if (values.Length == 0) return new SeedCurve(0, [], []);
        int[] epochs = [.. values[0].Keys.Where(epoch => values.All(trial => trial.ContainsKey(epoch))).Order()];
        return new SeedCurve(values.Length, epochs,
            [.. epochs.Select(epoch => SeedStatistics.Of([.. values.Select(trial => trial[epoch])]))]);
    }

    private static Dictionary<int, double> ByEpoch(TrialResults trial, string split, string metric)
    {
        var values = new Dictionary<int, double>();
        // A resumed trial's later row counts.
        foreach (MetricRow row in trial.Metrics)
        {
            if (row.Split == split && row.Metric == metric && double.IsFinite(row.Value)) values[row.Epoch] = row.Value;
        }
        return values;
    }
}
