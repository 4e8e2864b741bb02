using System.Globalization;

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

    /// <summary>The states of the trials in a table, by their ids: what is left of them where their folders were not kept.</summary>
    /// <exception cref="UserErrorException">It is no such table.</exception>
    public static IReadOnlyDictionary<string, TrialState> Read(string path)
    {
        try
        {
            string[][] rows = [.. Csv.Parse(MetricsFile.ReadText(path)).Select(row => row.Fields)];
            int epochs = Array.IndexOf(rows[0], "epochs"), seconds = rows[0].Length - 1;
            return rows[1..].ToDictionary(row => row[0], row => new TrialState
            {
                Status = Enum.GetValues<TrialStatus>().Single(status => StatusName(status) == row[1]),
                Epochs = int.Parse(row[epochs], CultureInfo.InvariantCulture),
                Seconds = Value(row[seconds]) ?? 0,
                Final = new SortedDictionary<string, double>(Enumerable.Range(epochs + 1, seconds - epochs - 1)
                    .Where(column => row[column].Length > 0).ToDictionary(column => rows[0][column], column => Value(row[column])!.Value), StringComparer.Ordinal),
            });
        }
        catch (Exception error) when (error is IndexOutOfRangeException or InvalidOperationException or FormatException or ArgumentException
            or CsvHelper.CsvFormatException)
        {
            throw new UserErrorException(ExitCode.Environment, $"'{path}' is no table of trials: {error.Message} Restore it, or run the manifest again.", error);
        }
    }

    private static double? Value(string cell) => cell.Length == 0 ? null
        : Csv.TryNumber(cell, out double value) ? value : throw new FormatException($"'{cell}' is no number.");

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
