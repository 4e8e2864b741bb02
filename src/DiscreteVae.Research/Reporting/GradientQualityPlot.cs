using System.Globalization;
using DiscreteVae.Research.Laboratory;
using DiscreteVae.Research.Results;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.Rendering.RenderActions;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// The estimators under each other, one line each for every temperature, and beside them the cosine, the bias and the standard deviation
/// that were measured, a colour an epoch, with their intervals.
/// </summary>
internal sealed class GradientQualityPlot
{
    private const int LineHeight = 21;
    private const int LabelWidth = 400;
    private const int PanelWidth = 330;
    private const int Above = 46;
    private const int Below = 56;

    private static readonly (string Quantity, string Label, bool Logarithmic)[] Panels =
    [
        (GradientQuantity.CosineOfMean, "cosine of the mean with the exact gradient", false),
        (GradientQuantity.RelativeBias, "relative bias", true),
        (GradientQuantity.RelativeStandardDeviation, "relative standard deviation", true),
    ];

    // What is not distinguished from 0 lies at the left edge of a logarithmic axis.
    private const double Least = 1e-3;

    private readonly IReadOnlyList<GradientRow> _rows;
    private readonly (string Estimator, double? Temperature)[] _lines;
    private readonly int[] _epochs;

    /// <summary>Lays out what was measured.</summary>
    public GradientQualityPlot(IReadOnlyList<GradientRow> rows)
    {
        _rows = rows;
        _lines = [.. rows.Select(row => (row.Estimator, row.Temperature)).Distinct()];
        _epochs = [.. rows.Select(row => row.Epoch).Distinct().Order()];
    }

    private static int Width => LabelWidth + Panels.Length * PanelWidth;

    private int Height => Above + Below + _lines.Length * LineHeight;

    /// <summary>Writes a PNG, whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WritePng(string path)
    {
        using var picture = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(picture)) Draw(canvas);
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        for (int panel = 0; panel < Panels.Length; panel++)
        {
            using var plot = new Plot();
            (string quantity, string label, bool logarithmic) = Panels[panel];
            for (int e = 0; e < _epochs.Length; e++) AddEpoch(plot, e, quantity, logarithmic);
            plot.XLabel(label, size: 14);
            plot.Axes.Left.TickGenerator = Labels(shown: panel == 0);
            plot.Axes.Bottom.TickGenerator = new NumericAutomatic
            {
                TickDensity = 0.7,
                IntegerTicksOnly = logarithmic,
                LabelFormatter = value => (logarithmic ? Math.Pow(10, value) : value).ToString("0.######", CultureInfo.InvariantCulture),
            };
            plot.Grid.MajorLineColor = new Color(0, 0, 0, 25);
            plot.Axes.Margins(horizontal: 0.04, vertical: 0);
            plot.Axes.SetLimitsY(_lines.Length - 0.4, -0.6);
            plot.HideLegend();
            PictureFont.UseIn(plot);
            int left = panel == 0 ? 0 : LabelWidth + panel * PanelWidth, data = panel == 0 ? LabelWidth : 10;
            plot.Layout.Fixed(new PixelPadding(data, 14, Below, Above));
            plot.RenderManager.RenderActions.RemoveAll(action => action is ClearCanvas);
            plot.Render(canvas, new PixelRect(left, LabelWidth + (panel + 1) * PanelWidth, Height, 0));
        }
        DrawLegend(canvas);
    }

    // Above the panels, where it hides nothing.
    private void DrawLegend(SKCanvas canvas)
    {
        using SKFont font = PictureFont.OfSize(14);
        using var ink = new SKPaint { IsAntialias = true };
        float x = LabelWidth;
        for (int e = 0; e < _epochs.Length; e++)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"epoch {_epochs[e]}");
            ink.Color = new SKColor(0xFF000000 | Reporting.Palette.Colours[e % Reporting.Palette.Colours.Length]);
            canvas.DrawCircle(x, Above / 2, 5, ink);
            ink.Color = SKColors.Black;
            canvas.DrawText(text, x + 12, Above / 2 + 5, SKTextAlign.Left, font, ink);
            x += 40 + font.MeasureText(text);
        }
    }

    private void AddEpoch(Plot plot, int index, string quantity, bool logarithmic)
    {
        var colour = Color.FromARGB(0xFF000000 | Reporting.Palette.Colours[index % Reporting.Palette.Colours.Length]);
        // Side by side, so that no interval hides another.
        double shift = 0.7 * ((index + 0.5) / _epochs.Length - 0.5);
        (double X, double Low, double High, double Y)[] points =
        [
            .. _rows.Where(row => row.Epoch == _epochs[index] && row.Quantity == quantity && double.IsFinite(row.Measured.Value)).Select(row => (
                Place(row.Measured.Value), Place(row.Measured.Low), Place(row.Measured.High),
                Array.IndexOf(_lines, (row.Estimator, row.Temperature)) + shift)),
        ];
        Scatter markers = plot.Add.ScatterPoints(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray());
        markers.Color = colour;
        markers.MarkerSize = 5;
        foreach ((double _, double low, double high, double y) in points)
        {
            LinePlot interval = plot.Add.Line(low, y, high, y);
            interval.Color = colour;
            interval.LineWidth = 1.5f;
        }

        double Place(double value) => logarithmic ? Math.Log10(Math.Max(value, Least)) : value;
    }

    private NumericManual Labels(bool shown)
    {
        var ticks = new NumericManual();
        for (int i = 0; i < _lines.Length; i++)
        {
            string temperature = _lines[i].Temperature is double value ? string.Create(CultureInfo.InvariantCulture, $"  τ={value}") : "";
            ticks.AddMajor(i, shown ? _lines[i].Estimator + temperature : "");
        }
        return ticks;
    }
}
