using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// The settings that changed while training, such as the temperature, over the epochs: what was used, not what was asked for.
/// </summary>
internal static class SchedulePlots
{
    private static readonly string[] Metrics = ["temperature", "kl_weight", "learning_rate"];

    /// <summary>A plot for each setting that changed in a trial; equal schedules are one curve.</summary>
    public static IEnumerable<(string Metric, CurvesPlot Plot)> Draw(ExperimentResults results)
    {
        foreach (string metric in Metrics)
        {
            Curve[] curves = [.. Curves(results, metric)];
            if (!curves.Any(curve => curve.Values.Distinct().Skip(1).Any())) continue;
            yield return (metric, new CurvesPlot { Title = $"{results.Name}: {MetricName.InWords(metric)}", YLabel = MetricName.InWords(metric), LegendAbove = true, Curves = curves });
        }
    }

    private static IEnumerable<Curve> Curves(ExperimentResults results, string metric)
    {
        var drawn = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var points = new Dictionary<string, MetricRow[]>(StringComparer.Ordinal);
        foreach (SeedGroup group in SeedGroup.Of(results))
        {
            MetricRow[] rows = group.Trials.Select(trial => trial.Metrics.Where(row => row.Metric == metric).ToArray())
                .MaxBy(trial => trial.Length) ?? [];
            if (rows.Length == 0) continue;
            string key = string.Join(';', rows.Select(row => $"{row.Epoch}={Csv.Number(row.Value)}"));
            if (!drawn.TryGetValue(key, out List<string>? labels)) drawn[key] = labels = [];
            labels.Add(group.Label);
            points[key] = rows;
        }
        return drawn.Select(item => new Curve(
            drawn.Count == 1 && item.Value.Count > 1 ? "all settings" : string.Join("; ", item.Value.Take(3)) + (item.Value.Count > 3 ? "; ..." : ""),
            [.. points[item.Key].Select(row => (double)row.Epoch)], [.. points[item.Key].Select(row => row.Value)]));
    }
}
