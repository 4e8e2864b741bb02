using DiscreteVae.Research.Results;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// Curves of a metric over the epochs, with axes, legend and a palette for colour-blind readers; where a curve is a mean over seeds, a band
/// is its 95 % interval.
/// </summary>
public sealed record CurvesPlot : PlotPicture
{
    // With more points than this, markers hide the line.
    private const int MostMarkers = 25;

    /// <summary>A legend of more entries goes beside the plot.</summary>
    internal const int MostInside = 6;

    /// <summary>The curves, in the order of the legend.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>Below the horizontal axis.</summary>
    public string XLabel { get; init; } = "epoch";

    /// <summary>Beside the vertical axis, with its unit.</summary>
    public string YLabel { get; init; } = "ELBO (nats per datum)";

    /// <summary>The legend is in the upper corner, where falling curves leave room, instead of the lower.</summary>
    public bool LegendAbove { get; init; }

    /// <summary>The legend is beside the curves, as it always is for many of them.</summary>
    public bool LegendBeside { get; init; }

    /// <summary>The ELBO of one trial: a curve for each split that has rows of the metric <c>elbo</c>.</summary>
    /// <param name="title">Above the plot.</param>
    /// <param name="rows">The trial's <c>metrics.csv</c>.</param>
    public static CurvesPlot Elbo(string title, IEnumerable<MetricRow> rows) => new()
    {
        Title = title,
        Curves =
        [
            .. rows.Where(row => row.Metric == "elbo").GroupBy(row => row.Split).Select(split => new Curve(
                split.Key, [.. split.Select(row => (double)row.Epoch)], [.. split.Select(row => row.Value)])),
        ],
    };

    private protected override void Draw(SKCanvas canvas, PictureTheme theme)
    {
        using var panel = new PlotPanel(theme, Title, XLabel, YLabel);
        Plot plot = panel.Plot;
        for (int i = 0; i < Curves.Count; i++) AddBand(plot, Curves[i], theme.Of(Curves[i].Colour ?? i));
        for (int i = 0; i < Curves.Count; i++) Add(panel, Curves[i], theme.Of(Curves[i].Colour ?? i));
        plot.Axes.Margins(horizontal: 0.02, vertical: 0.05);
        if (Level() is { } level) plot.Axes.SetLimitsY(Math.Min(0, 2 * level), Math.Max(0, 2 * level));
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, TickDensity = 0.6, LabelFormatter = PlotPanel.Tick };
        panel.ShowLegend(beside: LegendBeside || Curves.Count > MostInside, above: LegendAbove);
        panel.Draw(canvas, 0, 0, Width, Height);
    }

    // The one value of all curves, if it is not 0: an axis one unit up and down would show 0.001 as 0.
    private double? Level()
    {
        double[] values = [.. Curves.SelectMany(curve => curve.Values).Where(double.IsFinite).Distinct().Take(2)];
        return values is [not 0] && Curves.All(curve => curve.Low.Count == 0) ? values[0] : null;
    }

    private static void AddBand(Plot plot, Curve curve, uint colour)
    {
        if (curve.Low.Count == 0) return;
        if (curve.Low.Count != curve.Epochs.Count || curve.High.Count != curve.Epochs.Count)
            throw new ArgumentException($"'{curve.Label}' has not one interval an epoch.");
        int[] points = [.. Enumerable.Range(0, curve.Epochs.Count).Where(i => double.IsFinite(curve.Low[i]) && double.IsFinite(curve.High[i]))];
        if (points.Length == 0) return;
        FillY band = plot.Add.FillY([.. points.Select(i => curve.Epochs[i])], [.. points.Select(i => curve.Low[i])], [.. points.Select(i => curve.High[i])]);
        band.FillColor = PlotPanel.Colour(colour).WithAlpha(0.2);
        band.LineWidth = 0;
        band.MarkerSize = 0;
    }

    private static void Add(PlotPanel panel, Curve curve, uint colour)
    {
        if (curve.Epochs.Count != curve.Values.Count) throw new ArgumentException($"'{curve.Label}' has not one value an epoch.");
        (double Epoch, double Value)[] points = [.. curve.Epochs.Zip(curve.Values).Where(point => double.IsFinite(point.Second))];
        Scatter line = panel.Plot.Add.Scatter([.. points.Select(point => point.Epoch)], points.Select(point => point.Value).ToArray());
        line.LegendText = points.Length > 0 ? curve.Label : curve.Label + " (no finite value)";
        line.Color = PlotPanel.Colour(colour);
        line.LineWidth = 2;
        line.MarkerSize = points.Length <= MostMarkers ? 6 : 0;
        panel.Break(line.LineStyle, curve.Style);
    }
}
