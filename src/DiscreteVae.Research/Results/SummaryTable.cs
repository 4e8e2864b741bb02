namespace DiscreteVae.Research.Results;

/// <summary>
/// <c>summary.csv</c>: one row a group of trials that differ in the seed only: swept keys but <c>training:seed</c>, <c>n</c>, and
/// for each final metric its mean over the group's completed trials, standard error and 95 % confidence interval.
/// </summary>
internal static class SummaryTable
{
    /// <summary>The table as text, groups in order of first appearance.</summary>
    public static string Format(IReadOnlyList<CollectedTrial> trials)
    {
        string[] keys = [.. CollectedTrial.SweptKeys(trials).Where(key => key != TrialRecord.SeedKey)];
        string[] metrics = CollectedTrial.Metrics(trials);
        string[] header = [.. keys, "n", .. metrics.SelectMany(Columns)];
        IEnumerable<string[]> rows = trials
            .GroupBy(trial => string.Join('\0', keys.Select(trial.Swept)), StringComparer.Ordinal)
            .Select(group => Row([.. group], keys, metrics));
        return Csv.Format([header, .. rows]);
    }

    private static string[] Columns(string metric) => [$"{metric}_mean", $"{metric}_se", $"{metric}_low", $"{metric}_high"];

    private static string[] Row(CollectedTrial[] group, string[] keys, string[] metrics)
    {
        CollectedTrial[] completed = [.. group.Where(trial => trial.State.Status == TrialStatus.Completed)];
        return
        [
            .. keys.Select(group[0].Swept),
            Csv.Number(completed.Length),
            .. metrics.SelectMany(metric => Cells(completed, metric)),
        ];
    }

    private static string[] Cells(CollectedTrial[] completed, string metric)
    {
        SeedStatistics statistics = SeedStatistics.Of([.. completed.Select(trial => trial.Final(metric)).OfType<double>()]);
        return
        [
            Csv.Number(statistics.Mean), Csv.Number(statistics.StandardError),
            Csv.Number(statistics.Low), Csv.Number(statistics.High),
        ];
    }
}
