using System.Globalization;
using System.Xml.Linq;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Reporting;

public sealed class CurvesPlotTests
{
    private static readonly double[] Epochs = [.. Enumerable.Range(1, 60).Select(epoch => (double)epoch)];

    private static readonly CurvesPlot Plot = new()
    {
        Title = "τ & <MNIST>",
        Curves =
        [
            new Curve("ours, train", Epochs, [.. Epochs.Select(epoch => -130 - 100 / epoch)]),
            new Curve("ours, test", Epochs, [.. Epochs.Select(epoch => -132 - 100 / epoch)]),
            new Curve("the tutorial's", Epochs, [.. Epochs.Select(epoch => -140 - 100 / epoch)]),
        ],
    };

    [Fact]
    public void Title_axes_ticks_and_legend_are_text()
    {
        string[] texts = Texts(Plot);
        string[] expected = ["τ & <MNIST>", "epoch", "ELBO (nats per datum)", "ours, train", "ours, test", "the tutorial's"];
        Assert.All(expected, text => Assert.Single(texts, text));
        Assert.Contains("20", texts);
        Assert.Contains("-150", texts);
        Assert.All(Svg(Plot).Where(IsText), text => Assert.Equal("DejaVu Sans, Verdana, sans-serif", text.Attribute("font-family")!.Value));
    }

    [Fact]
    public void Every_curve_has_a_line_of_its_own_colour_through_every_epoch()
    {
        string[] colours = ["#0072B2", "#D55E00", "#009E73"];
        foreach (string colour in colours)
        {
            XElement[] lines = [.. Svg(Plot).Where(element => Stroke(element) == colour)];
            // One in the plot and one in the legend.
            Assert.Equal(2, lines.Length);
            Assert.Equal(Epochs.Length, lines.Max(line => Points(line)));
        }
        XElement[] fewer = Svg(Plot with { Curves = [Plot.Curves[0], Plot.Curves[2]] });
        Assert.DoesNotContain(fewer, element => Stroke(element) == "#009E73");
    }

    [Fact]
    public void A_constant_however_small_is_read_off_its_axis()
    {
        string[] texts = Texts(Plot with { Curves = [new Curve("learning rate", Epochs, [.. Epochs.Select(_ => 0.001)])] });
        Assert.Contains("0.001", texts);
        Assert.Contains("0.002", texts);
        Assert.DoesNotContain("-1", texts);
    }

    [Fact]
    public void A_style_breaks_the_line_and_a_colour_can_be_shared()
    {
        CurvesPlot plot = Plot with
        {
            Curves = [Plot.Curves[0] with { Colour = 4 }, Plot.Curves[1] with { Colour = 4, Style = LineStyle.Dashed }],
        };
        XElement[] drawn = Svg(plot);
        Assert.Equal(4, drawn.Count(element => Stroke(element) == "#CC79A7"));
        // In the plot and in the legend.
        Assert.Equal(2, drawn.Count(element => Dashes(element) == "10 6"));
        XElement[] dotted = Svg(plot with { Curves = [Plot.Curves[0] with { Style = LineStyle.Dotted }] });
        Assert.Equal(2, dotted.Count(element => Dashes(element) == "2 5"));
        Assert.DoesNotContain(Svg(Plot), element => Dashes(element) is not null);
    }

    [Fact]
    public void What_is_not_finite_is_left_out_and_told()
    {
        CurvesPlot plot = Plot with
        {
            Curves =
            [
                new Curve("part", [1, 2, 3], [-200, double.NaN, -180]),
                new Curve("none", [1, 2], [double.NaN, double.NegativeInfinity]),
            ],
        };
        Assert.Contains("none (no finite value)", Texts(plot));
        Assert.Contains("part", Texts(plot));
        Assert.Equal(2, Svg(plot).Where(element => Stroke(element) == "#0072B2").Max(line => Points(line)));
    }

    [Fact]
    public void A_trial_has_a_curve_a_split()
    {
        MetricRow[] rows =
        [
            Row(1, "train", "elbo", -215), Row(1, "test", "elbo", -200), Row(1, "test", "kl", 7), Row(2, "train", "elbo", -190),
            Row(2, "test", "elbo", -185),
        ];
        CurvesPlot plot = CurvesPlot.Elbo("a trial", rows);
        Assert.Equal(["train", "test"], plot.Curves.Select(curve => curve.Label));
        Assert.Equal([1, 2], plot.Curves[1].Epochs);
        Assert.Equal([-200, -185], plot.Curves[1].Values);
        Assert.Contains("a trial", Texts(plot));
    }

    [Fact]
    public void Both_files_are_written_and_the_picture_holds_every_curve()
    {
        using var folder = new TemporaryFolder();
        Plot.WritePng(folder["elbo.png"]);
        Plot.WriteSvg(folder["elbo.svg"]);
        Assert.Equal(["elbo.png", "elbo.svg"], folder.Entries());
        using var picture = new Picture(File.ReadAllBytes(folder["elbo.png"]));
        Assert.Equal((900, 560), (picture.Width, picture.Height));
        Assert.Equal(0xFFFFFFu, picture[0, 0]);
        foreach (uint colour in new[] { 0x0072B2u, 0xD55E00u, 0x009E73u }) Assert.True(picture.Count(colour) > 400);
        // The title, the horizontal axis' label and the vertical one's.
        Assert.True(picture.Ink(300, 10, 650, 45) > 100);
        Assert.True(picture.Ink(400, 525, 550, 550) > 50);
        Assert.True(picture.Ink(5, 150, 30, 420) > 100);
        Assert.Equal(Plot.ToSvg(), File.ReadAllText(folder["elbo.svg"]));
    }

    [Fact]
    public void Neither_culture_nor_thread_changes_the_file()
    {
        CurvesPlot plot = Plot with { Curves = [new Curve("small", [1000, 200_000], [-0.5, 0.25])] };
        string expected = plot.ToSvg();
        Assert.Contains("-0.4", Texts(plot));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(expected, plot.ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        string[] drawn = new string[8];
        Parallel.For(0, drawn.Length, i => drawn[i] = plot.ToSvg());
        Assert.All(drawn, svg => Assert.Equal(expected, svg));
    }

    [Fact]
    public void A_curve_has_one_value_an_epoch() =>
        Assert.Throws<ArgumentException>(() => (Plot with { Curves = [new Curve("c", [1, 2], [1])] }).ToSvg());

    private static MetricRow Row(int epoch, string split, string metric, double value) =>
        new("t", 0, epoch, epoch * 600L, split, metric, value);

    private static XElement[] Svg(CurvesPlot plot) => [.. XDocument.Parse(plot.ToSvg()).Descendants()];

    private static bool IsText(XElement element) => element.Name.LocalName == "text";

    private static string[] Texts(CurvesPlot plot) => [.. Svg(plot).Where(IsText).Select(text => text.Value.Trim())];

    private static string? Stroke(XElement element) =>
        element.Name.LocalName == "path" ? element.Attribute("stroke")?.Value : null;

    // Pairs of coordinates in a path; Skia draws a curve of two points as one too.
    private static int Points(XElement path) =>
        path.Attribute("d")!.Value.Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries).Length / 2;

    private static string? Dashes(XElement element) => element.Attribute("stroke-dasharray")?.Value;
}
