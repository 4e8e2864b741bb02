using System.Globalization;
using System.Text.RegularExpressions;
using DiscreteVae.Research.Results;
using ScottPlot;
using ScottPlot.Rendering.RenderActions;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>Curves of a metric over the epochs, with axes, legend and a palette for colour-blind readers; PNG or SVG.</summary>
public sealed partial record CurvesPlot
{
    // With more points than this, markers hide the line.
    private const int MostMarkers = 25;
    private const int Margin = 10;

    /// <summary>The curves, in the order of the legend.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>Above the plot.</summary>
    public required string Title { get; init; }

    /// <summary>Below the horizontal axis.</summary>
    public string XLabel { get; init; } = "epoch";

    /// <summary>Beside the vertical axis, with its unit.</summary>
    public string YLabel { get; init; } = "ELBO (nats per datum)";

    /// <summary>The picture's width in pixels.</summary>
    public int Width { get; init; } = 900;

    /// <summary>The picture's height in pixels.</summary>
    public int Height { get; init; } = 560;

    /// <summary>The legend is in the upper corner, where falling curves leave room, instead of the lower.</summary>
    public bool LegendAbove { get; init; }

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

    /// <summary>Writes a PNG, whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WritePng(string path)
    {
        using var picture = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(picture)) Draw(canvas);
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }

    /// <summary>Writes an SVG, whole or not at all; its text stays text.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WriteSvg(string path) => AtomicFile.WriteText(path, ToSvg());

    /// <summary>The plot as SVG.</summary>
    internal string ToSvg()
    {
        using var svg = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), svg)) Draw(canvas);
        return RenumberClips(AtomicFile.Utf8.GetString(svg.ToArray()).ReplaceLineEndings("\n"));
    }

    // Skia counts clips over the whole process; counted anew the same plot is the same file.
    private static string RenumberClips(string svg)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return ClipName().Replace(svg, match =>
        {
            if (!numbers.TryGetValue(match.Value, out int number)) numbers[match.Value] = number = numbers.Count;
            return string.Create(CultureInfo.InvariantCulture, $"clip{number}");
        });
    }

    [GeneratedRegex("(?<=(id=\"|url\\(#))cl_[0-9a-f]+")]
    private static partial Regex ClipName();

    /// <summary>Draws the plot at the origin of a canvas.</summary>
    internal void Draw(SKCanvas canvas)
    {
        using var plot = new Plot();
        for (int i = 0; i < Curves.Count; i++) Add(plot, Curves[i], Curves[i].Colour ?? i);
        plot.Title(Title, size: 17);
        plot.XLabel(XLabel, size: 15);
        plot.YLabel(YLabel, size: 15);
        plot.Axes.Margins(horizontal: 0.02, vertical: 0.05);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic
        {
            IntegerTicksOnly = true,
            TickDensity = 0.6,
            LabelFormatter = Tick,
        };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = 0.5, LabelFormatter = Tick };
        plot.Grid.MajorLineColor = new Color(0, 0, 0, 25);
        plot.ShowLegend(LegendAbove ? Alignment.UpperRight : Alignment.LowerRight);
        plot.Legend.FontSize = 13;
        plot.Legend.SymbolWidth = 44;
        plot.Legend.ShadowColor = Colors.Transparent;
        PictureFont.UseIn(plot);
        // It would clear the margin too, to black.
        plot.RenderManager.RenderActions.RemoveAll(action => action is ClearCanvas);
        var inside = new PixelRect(Margin, Width - Margin, Height - Margin, Margin);
        // ScottPlot draws twice where the first layout moved an axis; done on paper, an SVG would hold everything twice.
        using (var blank = new SKNoDrawCanvas(Width, Height)) plot.Render(blank, inside);
        canvas.Clear(SKColors.White);
        plot.Render(canvas, inside);
    }

    // ScottPlot's own follows the user's culture.
    private static string Tick(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    private static void Add(Plot plot, Curve curve, int colour)
    {
        if (curve.Epochs.Count != curve.Values.Count) throw new ArgumentException($"'{curve.Label}' has not one value an epoch.");
        (double Epoch, double Value)[] points = [.. curve.Epochs.Zip(curve.Values).Where(point => double.IsFinite(point.Second))];
        var line = plot.Add.Scatter([.. points.Select(point => point.Epoch)], points.Select(point => point.Value).ToArray());
        line.LegendText = points.Length > 0 ? curve.Label : curve.Label + " (no finite value)";
        line.Color = Color.FromARGB(0xFF000000 | Palette.Colours[colour % Palette.Colours.Length]);
        line.LineWidth = 2;
        line.MarkerSize = points.Length <= MostMarkers ? 6 : 0;
        line.LinePattern = curve.Style switch
        {
            LineStyle.Dashed => LinePattern.Dashed,
            LineStyle.Dotted => LinePattern.Dotted,
            _ => LinePattern.Solid,
        };
    }
}
