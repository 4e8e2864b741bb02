namespace DiscreteVae.Research.Results;

/// <summary>
/// <c>trials.csv</c>: <c>trial,status,</c> swept keys, <c>seed,epochs,</c> final metrics, <c>seconds</c>; one row a trial.
/// </summary>
internal static class TrialsTable
{
    /// <summary>The table as text.</summary>
    public static string Format(IReadOnlyList<CollectedTrial> trials)
    {
        string[] keys = CollectedTrial.SweptKeys(trials);
        string[] metrics = CollectedTrial.Metrics(trials);
        string[] header = ["trial", "status", .. keys, "seed", "epochs", .. metrics, "seconds"];
        return Csv.Format([header, .. trials.Select(trial => Row(trial, keys, metrics))]);
    }

    private static string[] Row(CollectedTrial trial, string[] keys, string[] metrics) =>
    [
        trial.Record.Id,
        StatusName(trial.State.Status),
        .. keys.Select(trial.Swept),
        Csv.Number(trial.Record.Seed),
        Csv.Number(trial.State.Epochs),
        .. metrics.Select(metric => Csv.Number(trial.Final(metric))),
        trial.State.Status == TrialStatus.Pending ? "" : Csv.Number(trial.State.Seconds),
    ];

    private static string StatusName(TrialStatus status) =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
