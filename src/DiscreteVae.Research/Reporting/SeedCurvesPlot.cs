using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>A metric over the epochs, a curve a setting and split: the mean over the seeds with its 95 % interval as a band.</summary>
internal static class SeedCurvesPlot
{
    /// <summary>With more settings than this, only the best are drawn: the palette has eight colours.</summary>
    public const int MostSettings = 8;

    private const int MostWithSplits = 3;

    private static readonly string[] Splits = ["train", "validation", "test"];

    /// <summary>Draws an experiment.</summary>
    /// <param name="results">The trials.</param>
    /// <param name="metric">Such as <c>elbo</c>.</param>
    /// <param name="firstEpoch">Epochs before it are left out.</param>
    /// <param name="references">Curves from elsewhere.</param>
    /// <exception cref="UserErrorException">No trial has the metric.</exception>
    public static CurvesPlot Draw(ExperimentResults results, string metric, int firstEpoch, IReadOnlyList<ReferenceCurves> references)
    {
        MetricPlot.RequireMetric(results, metric, firstEpoch);
        IReadOnlyList<SeedGroup> all = SeedGroup.Of(results), drawn = Best(all, results);
        // With several settings a curve a split would be too many: the test split is what they are compared on.
        string[] splits = drawn.Count > MostWithSplits && HasSplit(results, "test", metric) ? ["test"] : Splits;
        var curves = new List<Curve>();
        for (int i = 0; i < drawn.Count; i++)
        {
            foreach (string split in splits)
            {
                if (Curve(drawn[i], split, metric, firstEpoch, i) is { } curve)
                    curves.Add(splits.Length > 1 ? curve : curve with { Style = LineStyle.Solid, Label = curve.Label.Replace($", {split}", "", StringComparison.Ordinal) });
            }
        }
        curves.AddRange(MetricPlot.References(references, metric, firstEpoch, drawn.Count));
        string which = drawn.Count < all.Count ? string.Create(CultureInfo.InvariantCulture, $" (the best {drawn.Count} of {all.Count} settings)") : "";
        return new CurvesPlot
        {
            Title = results.Name + which,
            YLabel = MetricName.WithUnit(splits.Length > 1 ? metric : $"{splits[0]}_{metric}"),
            // A long legend lies beside the plot.
            Width = curves.Count > CurvesPlot.MostInside ? 1250 : 900,
            Curves = curves,
        };
    }

    private static IReadOnlyList<SeedGroup> Best(IReadOnlyList<SeedGroup> groups, ExperimentResults results)
    {
        if (groups.Count <= MostSettings || MetricName.Primary(results.Trials) is not { } primary) return groups;
        HashSet<SeedGroup> best = [.. groups.Where(group => group.Final(primary).Mean is not null)
            .OrderByDescending(group => group.Final(primary).Mean).Take(MostSettings)];
        return best.Count == 0 ? [.. groups.Take(MostSettings)] : [.. groups.Where(best.Contains)];
    }

    private static bool HasSplit(ExperimentResults results, string split, string metric) =>
        results.Trials.Any(trial => trial.Metrics.Any(row => row.Split == split && row.Metric == metric));

    private static Curve? Curve(SeedGroup group, string split, string metric, int firstEpoch, int colour)
    {
        SeedCurve curve = SeedCurve.Of(group, split, metric);
        int[] kept = [.. Enumerable.Range(0, curve.Epochs.Count).Where(i => curve.Epochs[i] >= firstEpoch)];
        if (kept.Length == 0) return null;
        bool band = curve.Trials > 1;
        return new Curve(
            band ? $"{group.Label}, {split}, {Quantity.Seeds(curve.Trials)}" : $"{group.Label}, {split}",
            [.. kept.Select(i => (double)curve.Epochs[i])], [.. kept.Select(i => curve.Values[i].Mean!.Value)])
        {
            Colour = colour,
            Style = MetricPlot.Style(split),
            Low = band ? [.. kept.Select(i => curve.Values[i].Low!.Value)] : [],
            High = band ? [.. kept.Select(i => curve.Values[i].High!.Value)] : [],
        };
    }
}
