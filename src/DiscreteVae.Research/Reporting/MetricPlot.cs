using System.Text.Json.Nodes;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>A metric of every trial over the epochs: a colour a trial, a line style a split.</summary>
public static class MetricPlot
{
    private static readonly string[] Splits = ["train", "test", "validation"];

    /// <summary>Draws a results folder.</summary>
    /// <param name="results">The folder, collected.</param>
    /// <param name="metric">Such as <c>elbo</c>, in nats per datum, or <c>temperature</c>.</param>
    /// <param name="firstEpoch">Epochs before it are left out: the first values dwarf the rest.</param>
    /// <param name="references">Curves from elsewhere.</param>
    /// <exception cref="UserErrorException">No trial has the metric.</exception>
    public static CurvesPlot Draw(ResultsFolder results, string metric, int firstEpoch, IReadOnlyList<ReferenceCurves> references)
    {
        MetricRow[] all = [.. MetricsFile.Read(results.MetricsPath)];
        MetricRow[] rows = [.. all.Where(row => row.Metric == metric && row.Epoch >= firstEpoch)];
        if (rows.Length == 0)
        {
            throw new UserErrorException(ExitCode.Usage,
                $"'{results.MetricsPath}' has no metric '{metric}' from epoch {firstEpoch} on. It has: {string.Join(", ", all.Select(row => row.Metric).Distinct())}.");
        }
        IReadOnlyDictionary<string, string> names = TrialNames(results.ReadPlan());
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
        foreach (ReferenceCurves reference in references)
        {
            foreach ((string split, IReadOnlyList<(double Epoch, double Value)> points) in reference.Read(metric))
                curves.Add(Line($"{reference.Label}, {split}", split, colour, [.. points.Where(point => point.Epoch >= firstEpoch)]));
            colour++;
        }
        bool nats = metric.EndsWith("elbo", StringComparison.Ordinal) || metric.EndsWith("reconstruction", StringComparison.Ordinal) || metric == "kl";
        return new CurvesPlot
        {
            Title = Path.GetFileName(results.FullPath.TrimEnd(Path.DirectorySeparatorChar)),
            YLabel = nats ? $"{metric.Replace("elbo", "ELBO", StringComparison.Ordinal).Replace('_', ' ')} (nats per datum)" : metric.Replace('_', ' '),
            Curves = curves,
        };
    }

    private static Curve Line(string label, string split, int colour, IReadOnlyList<(double Epoch, double Value)> points) =>
        new(label, [.. points.Select(point => point.Epoch)], [.. points.Select(point => point.Value)])
        {
            Colour = colour,
            Style = (LineStyle)Math.Max(0, Array.IndexOf(Splits, split)),
        };

    // A trial is known by what the sweep set; a single trial by the experiment's estimator.
    private static Dictionary<string, string> TrialNames(JsonNode plan)
    {
        var names = new Dictionary<string, string>();
        foreach (JsonNode? trial in plan["trials"]?.AsArray() ?? [])
        {
            string id = (string?)trial?["id"] ?? "";
            JsonObject swept = trial?["swept"]?.AsObject() ?? [];
            names[id] = swept.Count > 0
                ? string.Join(' ', swept.Select(item => $"{item.Key[(item.Key.LastIndexOf(':') + 1)..]}={item.Value}"))
                : (string?)plan["manifest"]?["estimator"]?["name"] ?? id;
        }
        return names;
    }
}
