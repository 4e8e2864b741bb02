using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// Two axes of a sweep and a final metric: the mean over the seeds, and over what else was swept, with half its 95 % interval.
/// </summary>
internal static class SweepHeatMap
{
    private const int MostValues = 20;

    /// <summary>The swept keys that can be axes: those with several values, but the seed.</summary>
    public static IReadOnlyList<string> Axes(ExperimentResults results) =>
        [.. results.SweptKeys.Where(key => key != TrialRecord.SeedKey && Values(results, key).Length is > 1 and <= MostValues)];

    /// <summary>Draws an experiment; null where it has no two axes.</summary>
    /// <param name="results">The trials.</param>
    /// <param name="column">A final metric, such as <c>test_elbo</c>.</param>
    /// <param name="x">The key of the columns; null takes the second axis.</param>
    /// <param name="y">The key of the rows; null takes the first.</param>
    /// <exception cref="UserErrorException">A key is no axis of the sweep.</exception>
    public static HeatMapPlot? Draw(ExperimentResults results, string column, string? x, string? y)
    {
        IReadOnlyList<string> axes = Axes(results);
        foreach (string? key in new[] { x, y })
        {
            if (key is not null && !axes.Contains(key))
                throw new UserErrorException(ExitCode.Usage, $"'{key}' is no axis of the sweep. Its axes: {string.Join(", ", axes)}.");
        }
        y ??= axes.FirstOrDefault(key => key != x);
        x ??= axes.FirstOrDefault(key => key != y);
        if (x is null || y is null) return null;
        string[] columns = Values(results, x), rows = Values(results, y);
        string others = string.Join(", ", axes.Where(key => key != x && key != y).Prepend("seeds"));
        return new HeatMapPlot
        {
            Title = $"{results.Name}: {MetricName.WithUnit(column)}, mean over {others}",
            XLabel = x,
            YLabel = y,
            ValueLabel = MetricName.InWords(column),
            ColumnLabels = columns,
            RowLabels = rows,
            Cells = [.. rows.SelectMany(row => columns.Select(value =>
                Cell([.. results.Trials.Where(trial => trial.Swept(x) == value && trial.Swept(y) == row)], column)))],
            Format = Quantity.Number,
        }.Fitted();
    }

    private static HeatMapCell Cell(TrialResults[] trials, string column)
    {
        SeedStatistics statistics = new SeedGroup("", trials).Final(column);
        int early = trials.Count(trial => trial.EndedEarly);
        var text = new List<string>();
        if (statistics.Mean is not null) text.Add(Quantity.PlusMinus(statistics));
        if (early > 0) text.Add(string.Create(CultureInfo.InvariantCulture, $"{early} of {trials.Length} ended early"));
        if (trials.Length == 0) text.Add("not run");
        else if (text.Count == 0) text.Add("not done");
        return new HeatMapCell(statistics.Mean, text);
    }

    // Numbers in their order, words as they come.
    private static string[] Values(ExperimentResults results, string key)
    {
        string[] values = [.. results.Trials.Select(trial => trial.Swept(key)).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
        return values.All(value => Csv.TryNumber(value, out _))
            ? [.. values.OrderBy(value => Csv.TryNumber(value, out double number) ? number : double.NaN)] : values;
    }
}
