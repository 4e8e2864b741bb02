using System.Globalization;
using ScottPlot;
using ScottPlot.Rendering.RenderActions;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>One pair of axes in a picture, in the theme's colours and the shipped font.</summary>
internal sealed class PlotPanel : IDisposable
{
    private const int Margin = 10;

    /// <summary>What a dashed line of an SVG is wider than whole pixels.</summary>
    public const float DashedMark = 0.0625f;

    /// <summary>The same of a dotted line.</summary>
    public const float DottedMark = 0.125f;

    private readonly PictureTheme _theme;

    public PlotPanel(PictureTheme theme, string title, string xLabel, string yLabel)
    {
        _theme = theme;
        Plot.Title(title, size: 17);
        Plot.XLabel(xLabel, size: 15);
        Plot.YLabel(yLabel, size: 15);
        Plot.Axes.Bottom.TickGenerator = new NumericAutomatic { TickDensity = 0.6, LabelFormatter = Tick };
        Plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = 0.5, LabelFormatter = Tick };
        Plot.Axes.Color(Colour(theme.Ink));
        Plot.Axes.Title.Label.ForeColor = Colour(theme.Ink);
        Plot.Grid.MajorLineColor = Colour(theme.Ink).WithAlpha(0.12);
        Plot.DataBackground.Color = Colors.Transparent;
    }

    public Plot Plot { get; } = new();

    public static Color Colour(uint rgb) => Color.FromARGB(0xFF000000 | rgb);

    // ScottPlot's own follows the user's culture.
    public static string Tick(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>
    /// Breaks a line. Skia's SVG knows no dashes: there the line's width carries its style, for <see cref="PlotPicture"/> to find.
    /// </summary>
    public void Break(ScottPlot.LineStyle line, LineStyle style)
    {
        if (style == LineStyle.Solid) return;
        if (_theme.IsSvg) line.Width = MathF.Round(line.Width) + (style == LineStyle.Dashed ? DashedMark : DottedMark);
        else line.Pattern = style == LineStyle.Dashed ? LinePattern.Dashed : LinePattern.Dotted;
    }

    /// <summary>A legend over the data, or beside them where it would hide them.</summary>
    public void ShowLegend(bool beside, bool above = false)
    {
        if (beside) Plot.ShowLegend(Edge.Right);
        else Plot.ShowLegend(above ? Alignment.UpperRight : Alignment.LowerRight);
        Plot.Legend.FontSize = 13;
        Plot.Legend.SymbolWidth = 44;
        Plot.Legend.FontColor = Colour(_theme.Ink);
        Plot.Legend.BackgroundColor = Colour(_theme.Paper).WithAlpha(0.85);
        Plot.Legend.OutlineColor = Colour(_theme.Ink).WithAlpha(0.4);
        Plot.Legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>Draws on a part of the canvas.</summary>
    public void Draw(SKCanvas canvas, float left, float top, float right, float bottom)
    {
        PictureFont.UseIn(Plot);
        // They would clear the whole canvas, margins and neighbours too.
        Plot.RenderManager.RenderActions.RemoveAll(action => action is ClearCanvas or RenderFigureBackground);
        var inside = new PixelRect(left + Margin, right - Margin, bottom - Margin, top + Margin);
        // ScottPlot draws twice where the first layout moved an axis; done on paper, an SVG would hold everything twice.
        using (var blank = new SKNoDrawCanvas((int)right, (int)bottom)) Plot.Render(blank, inside);
        Plot.Render(canvas, inside);
    }

    public void Dispose() => Plot.Dispose();
}
