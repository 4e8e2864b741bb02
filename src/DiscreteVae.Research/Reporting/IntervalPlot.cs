using DiscreteVae.Research.Results;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>What one panel of an <see cref="IntervalPlot"/> shows.</summary>
/// <param name="Label">Below its axis, with the unit.</param>
/// <param name="Values">One a row; without an interval it is a hollow mark, without a value nothing.</param>
/// <param name="Zero">Whether a line marks 0.</param>
internal sealed record IntervalPanel(string Label, IReadOnlyList<SeedStatistics> Values, bool Zero);

/// <summary>Settings in rows, and in panels beside each other means with their 95 % intervals.</summary>
internal sealed record IntervalPlot : PlotPicture
{
    private const int RowHeight = 26;
    private const int Frame = 130;
    private const int LetterWidth = 8;
    private const float TitleHeight = 34;

    /// <summary>The settings, from the top.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>The panels, from the left; only the first names the rows.</summary>
    public required IReadOnlyList<IntervalPanel> Panels { get; init; }

    /// <summary>The same with a height that its rows fit.</summary>
    public IntervalPlot Fitted() => this with { Height = Frame + RowHeight * Math.Max(2, Rows.Count) };

    private protected override void Draw(SKCanvas canvas, PictureTheme theme)
    {
        // What the rows' names take, so that the panels' data areas come out alike.
        float names = Math.Min(Width * 0.4f, Rows.Max(row => row.Length) * LetterWidth);
        float width = (Width - names) / Panels.Count;
        for (int i = 0; i < Panels.Count; i++)
        {
            using var panel = new PlotPanel(theme, i == 0 ? Title : "", Panels[i].Label, "");
            Fill(panel, Panels[i], theme, named: i == 0);
            panel.Draw(canvas, i == 0 ? 0 : names + width * i, 0, names + width * (i + 1), Height);
        }
    }

    private void Fill(PlotPanel axes, IntervalPanel panel, PictureTheme theme, bool named)
    {
        Plot plot = axes.Plot;
        if (panel.Zero)
        {
            VerticalLine zero = plot.Add.VerticalLine(0, 1, PlotPanel.Colour(theme.Ink).WithAlpha(0.6));
            axes.Break(zero.LineStyle, LineStyle.Dashed);
        }
        for (int row = 0; row < Rows.Count; row++) Add(plot, panel.Values[row], Rows.Count - 1 - row, theme);
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, Rows.Count).Select(row => (double)(Rows.Count - 1 - row))], [.. Rows.Select(row => named ? row : "")]);
        plot.Axes.Margins(horizontal: 0.06, vertical: 0);
        // ScottPlot gives an empty title no room: the panels' data areas must keep one height.
        plot.Axes.Title.MinimumSize = plot.Axes.Title.MaximumSize = TitleHeight;
        plot.Axes.SetLimitsY(-0.7, Rows.Count - 0.3);
    }

    private static void Add(Plot plot, SeedStatistics value, double y, PictureTheme theme)
    {
        if (value.Mean is not double mean) return;
        Color colour = PlotPanel.Colour(theme.Of(0));
        if (value is { Low: double low, High: double high })
        {
            LinePlot line = plot.Add.Line(low, y, high, y);
            line.Color = colour;
            line.LineWidth = 2;
        }
        plot.Add.Marker(mean, y, value.Low is null ? MarkerShape.OpenCircle : MarkerShape.FilledCircle, 9, colour);
    }
}
