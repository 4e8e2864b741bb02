using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>A measured point with the ends of its 95 % intervals; all above 0, but for a value not told from 0.</summary>
internal readonly record struct MeasuredPoint(double Value, double Low, double High);

/// <summary>One entry of the legend: at the same cost, one point a panel.</summary>
internal sealed record ScatterSeries(string Label, MeasuredPoint Cost, IReadOnlyList<MeasuredPoint> Values);

/// <summary>
/// Panels of points with intervals over one cost, all axes logarithmic. A value whose interval reaches 0 is a hollow mark at the upper end.
/// </summary>
internal sealed record ScatterPlot : PlotPicture
{
    private const int LetterWidth = 8;
    private const int LegendFrame = 110;
    private const float TitleHeight = 34;

    private static readonly MarkerShape[] Filled =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private static readonly MarkerShape[] Hollow =
        [MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond];

    /// <summary>The points, in the order of the legend.</summary>
    public required IReadOnlyList<ScatterSeries> Series { get; init; }

    /// <summary>Below the horizontal axes, with the unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>Beside each panel's vertical axis.</summary>
    public required IReadOnlyList<string> YLabels { get; init; }

    private protected override void Draw(SKCanvas canvas, PictureTheme theme)
    {
        // What the legend takes of the last panel's part, so that the panels' data areas come out alike.
        float legend = LegendFrame + LetterWidth * Series.Max(series => series.Label.Length);
        float width = (Width - legend) / YLabels.Count;
        for (int i = 0; i < YLabels.Count; i++)
        {
            using var panel = new PlotPanel(theme, i == 0 ? Title : "", XLabel, YLabels[i]);
            panel.Plot.Axes.Title.MinimumSize = panel.Plot.Axes.Title.MaximumSize = TitleHeight;
            bool last = i == YLabels.Count - 1;
            for (int s = 0; s < Series.Count; s++) Add(panel.Plot, Series[s], i, s, theme, legend: last);
            Decades(panel.Plot.Axes.Bottom, Series.SelectMany(series => new[] { series.Cost.Low, series.Cost.High }));
            Decades(panel.Plot.Axes.Left, Series.SelectMany(series => new[] { series.Values[i].Low, series.Values[i].High }));
            panel.Plot.Axes.Margins(0.08, 0.08);
            if (last) panel.ShowLegend(beside: true);
            panel.Draw(canvas, width * i, 0, last ? Width : width * (i + 1), Height);
        }
    }

    private static void Add(Plot plot, ScatterSeries series, int panel, int index, PictureTheme theme, bool legend)
    {
        MeasuredPoint value = series.Values[panel];
        Color colour = PlotPanel.Colour(theme.Of(index));
        bool told = value.Low > 0;
        double x = Math.Log10(series.Cost.Value), y = Math.Log10(told ? value.Value : value.High);
        if (!double.IsFinite(x) || !double.IsFinite(y)) return;
        if (told) Bar(plot, x, Math.Log10(value.Low), x, Math.Log10(value.High), colour);
        if (series.Cost.Low > 0) Bar(plot, Math.Log10(series.Cost.Low), y, Math.Log10(series.Cost.High), y, colour);
        int shape = index / Palette.Colours.Length % Filled.Length;
        Marker marker = plot.Add.Marker(x, y, (told ? Filled : Hollow)[shape], 11, colour);
        if (!legend) return;
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = series.Label,
            MarkerStyle = new MarkerStyle(Filled[shape], 10, colour),
            LineWidth = 0,
        });
        marker.LegendText = "";
    }

    private static void Bar(Plot plot, double x1, double y1, double x2, double y2, Color colour)
    {
        LinePlot bar = plot.Add.Line(x1, y1, x2, y2);
        bar.Color = colour;
        bar.LineWidth = 1.5f;
    }

    // 1, 2 and 5 of every decade that the values touch; of many decades the ones only.
    private static void Decades(IAxis axis, IEnumerable<double> values)
    {
        double[] positive = [.. values.Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1)];
        int first = (int)Math.Floor(Math.Log10(positive.Min())), last = (int)Math.Ceiling(Math.Log10(positive.Max()));
        double[] steps = last - first > 3 ? [1] : [1, 2, 5];
        double[] ticks = [.. Enumerable.Range(first, last - first + 1).SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade)))];
        axis.TickGenerator = new NumericManual([.. ticks.Select(Math.Log10)], [.. ticks.Select(PlotPanel.Tick)]);
    }
}
