using System.Globalization;
using System.Text.Json;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Comparison;

/// <summary><see cref="ReferenceCheck"/>s as <c>reference.csv</c> and as lines for a terminal.</summary>
internal static class ReferenceTable
{
    /// <summary>One row a mark: its setting, the published numbers, ours with their 95 % interval, and the verdict.</summary>
    public static string ToCsv(IReadOnlyList<ReferenceCheck> checks)
    {
        string[] keys = [.. checks.SelectMany(check => check.Mark.Setting.Select(item => item.Key)).Distinct()];
        string[] header = [.. keys, "epoch", "metric", "published_mean", "published_sd", "published_n", "n", "mean", "low", "high", "difference", "band", "result", "source"];
        return Csv.Format([header, .. checks.Select(check => (string[])
        [
            .. keys.Select(key => check.Mark.Setting.FirstOrDefault(item => item.Key == key).Value ?? ""),
            Csv.Number(check.Mark.Epoch), check.Mark.Metric, Csv.Number(check.Mark.Mean), Csv.Number(check.Mark.Deviation), Csv.Number(check.Mark.Seeds),
            Csv.Number(check.Ours.Count), Csv.Number(check.Ours.Mean), Csv.Number(check.Ours.Low), Csv.Number(check.Ours.High),
            Csv.Number(check.Difference), Csv.Number(check.Band), Name(check.Result), check.Mark.Source,
        ])]);
    }

    /// <summary>The same, without the sources.</summary>
    public static IReadOnlyList<string[]> Lines(IReadOnlyList<ReferenceCheck> checks) =>
    [
        ["setting", "epoch", "metric", "published (sd, n)", "ours (n)", "95 % interval", "difference", "band", "result"],
        .. checks.Select(check => (string[])
        [
            string.Join(' ', check.Mark.Setting.Select(item => item.Value)),
            Csv.Number(check.Mark.Epoch), check.Mark.Metric,
            $"{Number(check.Mark.Mean)} ({Csv.Number(check.Mark.Deviation)}, {Csv.Number(check.Mark.Seeds)})",
            check.Ours.Mean is double mean ? $"{Number(mean)} ({Csv.Number(check.Ours.Count)})" : "",
            check.Ours.Low is double low ? $"[{Number(low)}, {Number(check.Ours.High!.Value)}]" : "",
            check.Difference is double difference ? difference.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "",
            check.Band is double band ? Number(band) : "",
            Name(check.Result),
        ]),
    ];

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Name(CheckResult result) => JsonNamingPolicy.KebabCaseLower.ConvertName(result.ToString());
}
