using System.Globalization;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reports;

/// <summary>
/// What the page's charts draw, as JSON: <c>metrics</c> (key and label), <c>settings</c>, <c>trials</c>, <c>epochs</c> (the lists that
/// occur) and <c>series</c>: by metric, by trial <c>[epochs, values]</c> and by setting <c>[epochs, means, lows, highs]</c>.
/// </summary>
/// <param name="Json">Safe inside a script element: its writer escapes what could end one.</param>
/// <param name="Stride">Every how many measurements one is kept.</param>
internal sealed record ReportData(string Json, int Stride)
{
    // At some eight bytes each they stay below half of what a page may weigh.
    private const int MostValues = 250_000;

    /// <summary>Collects an experiment.</summary>
    public static ReportData Of(ExperimentResults results, IReadOnlyList<SeedGroup> groups)
    {
        // Each trial's value, and at most as many in means with two ends each.
        int values = results.Trials.Sum(trial => trial.Metrics.Count) * 2;
        int stride = Math.Max(1, (values + MostValues - 1) / MostValues);
        return new ReportData(new ReportDataBuilder(stride).Build(results, groups).ToJsonString(), stride);
    }
}

/// <summary>Collects the series, with the lists of epochs that most of them share.</summary>
internal sealed class ReportDataBuilder(int stride)
{
    private readonly JsonArray _epochs = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>All of an experiment.</summary>
    public JsonObject Build(ExperimentResults results, IReadOnlyList<SeedGroup> groups)
    {
        string[] metrics = Metrics(results);
        Dictionary<string, int> setting = groups.SelectMany((group, i) => group.Trials.Select(trial => (trial.Record.Id, i)))
            .ToDictionary(pair => pair.Id, pair => pair.i);
        var series = new JsonObject();
        foreach (string metric in metrics) series[metric] = Series(results, groups, metric);
        return new JsonObject
        {
            ["metrics"] = new JsonArray([.. metrics.Select(metric => new JsonObject { ["key"] = metric, ["label"] = MetricName.WithUnit(metric) })]),
            ["settings"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group.Label))]),
            ["trials"] = new JsonArray([.. results.Trials.Select(trial => new JsonObject
            {
                ["id"] = trial.Record.Id,
                ["setting"] = setting[trial.Record.Id],
                ["seed"] = trial.Record.Seed,
                ["status"] = trial.Status,
            })]),
            ["epochs"] = _epochs,
            ["series"] = series,
        };
    }

    private JsonObject Series(ExperimentResults results, IReadOnlyList<SeedGroup> groups, string metric)
    {
        (string split, string name) = (metric[..metric.IndexOf('_', StringComparison.Ordinal)], metric[(metric.IndexOf('_', StringComparison.Ordinal) + 1)..]);
        var trials = new JsonObject();
        for (int i = 0; i < results.Trials.Count; i++)
        {
            MetricRow[] rows = Kept([.. results.Trials[i].Metrics.Where(row => row.Split == split && row.Metric == name).DistinctBy(row => row.Epoch)]);
            if (rows.Length > 0) trials[Key(i)] = new JsonArray(Epochs(rows.Select(row => row.Epoch)), Numbers(rows.Select(row => (double?)row.Value)));
        }
        var settings = new JsonObject();
        for (int i = 0; i < groups.Count; i++)
        {
            SeedCurve curve = SeedCurve.Of(groups[i], split, name);
            SeedStatistics[] values = Kept([.. curve.Values]);
            if (values.Length == 0) continue;
            settings[Key(i)] = new JsonArray(Epochs(Kept([.. curve.Epochs])), Numbers(values.Select(value => value.Mean)),
                Numbers(values.Select(value => value.Low)), Numbers(values.Select(value => value.High)), JsonValue.Create(curve.Trials));
        }
        return new JsonObject { ["trials"] = trials, ["settings"] = settings };
    }

    private T[] Kept<T>(T[] all) => stride == 1 ? all : [.. all.Where((_, i) => i % stride == 0 || i == all.Length - 1)];

    // Most series share their epochs.
    private JsonNode Epochs(IEnumerable<int> epochs)
    {
        int[] list = [.. epochs];
        string key = string.Join(',', list.Select(epoch => epoch.ToString(CultureInfo.InvariantCulture)));
        if (!_known.TryGetValue(key, out int index))
        {
            _known[key] = index = _epochs.Count;
            _epochs.Add(new JsonArray([.. list.Select(epoch => (JsonNode)epoch)]));
        }
        return index;
    }

    // Six digits are more than a chart shows.
    private static JsonArray Numbers(IEnumerable<double?> values) => new([.. values.Select(value => value is double number && double.IsFinite(number)
        ? JsonValue.Create(double.Parse(number.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null)]);

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);

    // What was measured, the experiment's metric first; a setting only where it changes.
    private static string[] Metrics(ExperimentResults results)
    {
        MetricRow[] rows = [.. results.Trials.SelectMany(trial => trial.Metrics)];
        string? primary = MetricName.Primary(results.Trials);
        return [.. rows.GroupBy(row => $"{row.Split}_{row.Metric}", StringComparer.Ordinal)
            .Where(group => !MetricName.IsSetting(group.Key) || group.Select(row => row.Value).Distinct().Skip(1).Any())
            .Select(group => group.Key)
            .OrderBy(metric => metric == primary ? 0 : MetricName.IsSetting(metric) ? 2 : 1).ThenBy(metric => metric, StringComparer.Ordinal)];
    }
}
