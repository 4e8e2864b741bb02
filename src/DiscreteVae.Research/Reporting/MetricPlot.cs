using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>A metric of every trial over the epochs: a colour a trial, a line style a split.</summary>
internal static class MetricPlot
{
    private static readonly string[] Splits = ["train", "test", "validation"];

    /// <summary>Draws an experiment.</summary>
    /// <param name="results">The trials; those under way too.</param>
    /// <param name="metric">Such as <c>elbo</c>, in nats per datum, or <c>temperature</c>.</param>
    /// <param name="firstEpoch">Epochs before it are left out: the first values dwarf the rest.</param>
    /// <param name="references">Curves from elsewhere.</param>
    /// <exception cref="UserErrorException">No trial has the metric.</exception>
    public static CurvesPlot Draw(ExperimentResults results, string metric, int firstEpoch, IReadOnlyList<ReferenceCurves> references)
    {
        RequireMetric(results, metric, firstEpoch);
        MetricRow[] rows = [.. results.Trials.SelectMany(trial => trial.Metrics).Where(row => row.Metric == metric && row.Epoch >= firstEpoch)];
        Dictionary<string, string> names = results.Trials.ToDictionary(trial => trial.Record.Id, trial => TrialName(results, trial));
        var curves = new List<Curve>();
        int colour = 0;
        foreach (IGrouping<string, MetricRow> trial in rows.GroupBy(row => row.Trial))
        {
            foreach (IGrouping<string, MetricRow> split in trial.GroupBy(row => row.Split))
            {
                curves.Add(Line($"{names.GetValueOrDefault(trial.Key, trial.Key)}, {split.Key}", split.Key, colour,
                    [.. split.Select(row => ((double)row.Epoch, row.Value))]));
            }
            colour++;
        }
        curves.AddRange(References(references, metric, firstEpoch, colour));
        return new CurvesPlot { Title = results.Name, YLabel = MetricName.WithUnit(metric), Curves = curves };
    }

    /// <summary>Ends with an error that names what there is, where no trial has measured the metric.</summary>
    /// <exception cref="UserErrorException">No trial has the metric.</exception>
    public static void RequireMetric(ExperimentResults results, string metric, int firstEpoch)
    {
        IEnumerable<MetricRow> all = results.Trials.SelectMany(trial => trial.Metrics);
        if (all.Any(row => row.Metric == metric && row.Epoch >= firstEpoch)) return;
        string known = string.Join(", ", all.Select(row => row.Metric).Distinct());
        throw new UserErrorException(ExitCode.Usage, known.Length == 0
            ? $"The trials in '{results.Folder}' have measured nothing yet. Run the manifest first."
            : $"'{results.Folder}' has no metric '{metric}' from epoch {firstEpoch} on. It has: {known}.");
    }

    /// <summary>Curves from elsewhere, in the colours after those taken.</summary>
    public static IEnumerable<Curve> References(IReadOnlyList<ReferenceCurves> references, string metric, int firstEpoch, int colour)
    {
        foreach (ReferenceCurves reference in references)
        {
            foreach ((string split, IReadOnlyList<(double Epoch, double Value)> points) in reference.Read(metric))
                yield return Line($"{reference.Label}, {split}", split, colour, [.. points.Where(point => point.Epoch >= firstEpoch)]);
            colour++;
        }
    }

    /// <summary>A split's line style.</summary>
    public static LineStyle Style(string split) => (LineStyle)Math.Max(0, Array.IndexOf(Splits, split));

    private static Curve Line(string label, string split, int colour, IReadOnlyList<(double Epoch, double Value)> points) =>
        new(label, [.. points.Select(point => point.Epoch)], [.. points.Select(point => point.Value)])
        {
            Colour = colour,
            Style = Style(split),
        };

    // A trial is known by what the sweep set; a single trial by the experiment's estimator.
    private static string TrialName(ExperimentResults results, TrialResults trial) => trial.Record.Swept.Count > 0
        ? string.Join(' ', trial.Record.Swept.Select(item => $"{item.Key[(item.Key.LastIndexOf(':') + 1)..]}={item.Value}"))
        : (string?)results.Manifest["estimator"]?["name"] ?? trial.Record.Id;
}
