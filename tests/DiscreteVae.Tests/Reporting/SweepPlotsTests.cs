using DiscreteVae.Research;
using DiscreteVae.Research.Laboratory;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Reporting;

/// <summary>The plots of a sweep: each fails when an axis, a label or a curve of it is missing.</summary>
public sealed class SweepPlotsTests : IDisposable
{
    private readonly SyntheticSweep _sweep = SyntheticSweep.WithEveryEnding();

    private ExperimentResults Results => ExperimentResults.Read(_sweep.Path);

    public void Dispose() => _sweep.Dispose();

    [Fact]
    public void Curves_are_means_with_bands_and_say_of_how_many_seeds()
    {
        CurvesPlot plot = SeedCurvesPlot.Draw(Results, "elbo", 1, []);
        Assert.Equal(
            ["straight-through, learningRate 0.001, 3 seeds", "reinmax, learningRate 0.001, 3 seeds"], plot.Curves.Select(curve => curve.Label));
        Assert.All(plot.Curves, curve => Assert.Equal(5, curve.Low.Count));
        // -118, -117, -116: t(0.975, 2) / sqrt(3) = 2.48414.
        Assert.Equal((-119.48414, -114.51586), (plot.Curves[0].Low[0], plot.Curves[0].High[0]), new Near(1e-4));
        string[] texts = Svg.Texts(plot);
        Assert.All((string[])["synthetic", "epoch", "test ELBO (nats per datum)", plot.Curves[0].Label, plot.Curves[1].Label], text => Assert.Contains(text, texts));
        // A band and a line in the plot, and what the legend shows of it.
        Assert.Contains(Svg.Elements(plot), element => element.Attribute("fill")?.Value == "#0072B2" && element.Attribute("fill-opacity") is not null);
        Assert.DoesNotContain(Svg.Elements(plot with { Curves = [plot.Curves[1] with { Colour = 1 }] }), element => element.Attribute("fill")?.Value == "#0072B2");
    }

    [Fact]
    public void A_comparison_shows_every_setting_and_its_difference_to_the_first()
    {
        IntervalPlot plot = ComparisonPlot.Draw(Results, "test_elbo")!;
        Assert.Equal(["straight-through, learningRate 0.001", "reinmax, learningRate 0.001"], plot.Rows);
        Assert.Null(plot.Panels[1].Values[0].Mean);
        Assert.Equal(4.6, plot.Panels[1].Values[1].Mean!.Value, 1e-9);
        string[] texts = Svg.Texts(plot);
        Assert.All([.. plot.Rows, "synthetic: settings compared", "final test ELBO (nats per datum)", "difference to the first, in pairs of seeds"],
            text => Assert.Single(texts, text));
        // The line at 0 is broken.
        Assert.Single(Svg.Elements(plot), element => element.Attribute("stroke-dasharray") is not null);
    }

    [Fact]
    public void One_setting_has_no_comparison()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, []);
        Assert.Null(ComparisonPlot.Draw(ExperimentResults.Read(sweep.Path), "test_elbo"));
    }

    [Fact]
    public void A_heat_map_has_a_cell_a_pair_of_values_and_tells_what_ended_early()
    {
        HeatMapPlot plot = SweepHeatMap.Draw(Results, "test_elbo", null, null)!;
        Assert.Equal(("training:learningRate", "estimator:name"), (plot.XLabel, plot.YLabel));
        Assert.Equal(["0.001", "0.1"], plot.ColumnLabels);
        string[] texts = Svg.Texts(plot);
        Assert.All((string[])["0.001", "0.1", "straight-through", "reinmax", "rloo", "estimator:name", "training:learningRate", "test ELBO", "not run",
            "1 of 1 ended early", "2 of 2 ended early", "−109.0 ± 2.5"], text => Assert.Contains(text, texts));
        Assert.Equal("training:learningRate", SweepHeatMap.Draw(Results, "test_elbo", "estimator:name", null)!.YLabel);
        var error = Assert.Throws<UserErrorException>(() => SweepHeatMap.Draw(Results, "test_elbo", "model:latents", null));
        Assert.Contains("estimator:name, training:learningRate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_schedules_are_one_curve_and_constant_ones_none()
    {
        (string metric, CurvesPlot plot) = Assert.Single(SchedulePlots.Draw(Results).ToArray());
        Assert.Equal("temperature", metric);
        Assert.Contains(plot.Curves, curve => curve.Values.SequenceEqual([0.9, 0.8, 0.7, 0.6, 0.5]));
        Assert.Contains("temperature", Svg.Texts(plot));
        using var constant = new SyntheticSweep();
        string id = constant.Add(0, []);
        File.WriteAllText(Path.Combine(constant.Path, "trials", id, "metrics.csv"),
            MetricsFile.Header + "t000,0,1,600,train,temperature,1\nt000,0,2,1200,train,temperature,1\n");
        Assert.Empty(SchedulePlots.Draw(ExperimentResults.Read(constant.Path)));
    }

    [Fact]
    public void Gradients_have_a_mark_an_estimator_and_temperature_in_both_panels()
    {
        GradientRow[] rows =
        [
            .. Rows("rloo", null, bias: new Measured(0.01, 0, 0.03), spread: 2, milliseconds: 3),
            .. Rows("reinmax", 0.5, bias: new Measured(0.2, 0.19, 0.21), spread: 0.5, milliseconds: 1.5),
        ];
        ScatterPlot plot = GradientPlot.Draw("quality", rows);
        string[] texts = Svg.Texts(plot);
        Assert.All((string[])["rloo", "reinmax, τ = 0.5", "milliseconds a train step", "bias, ‖E g − g*‖ / ‖g*‖", "spread, √tr Var(g) / ‖g*‖"],
            text => Assert.Contains(text, texts));
        int both = Svg.Count(plot, "#D55E00");
        Assert.True(both > Svg.Count(plot with { Series = [plot.Series[0]] }, "#D55E00"));
        // Only the last epoch measured.
        Assert.Equal("quality: gradients after epoch 5", plot.Title);
        Assert.Equal(2, plot.Series.Count);
    }

    [Fact]
    public void Codes_tell_how_many_categories_are_in_use()
    {
        HeatMapPlot plot = CodeUsagePlot.Draw("codes", [0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0], categories: 4);
        Assert.Equal(["1: 4.0 of 4", "2: 1.0 of 4"], plot.RowLabels);
        Assert.Equal((0, 1), plot.Range);
        string[] texts = Svg.Texts(plot);
        Assert.All((string[])["25 %", "100 %", "category", "latent: categories in use", "1: 4.0 of 4"], text => Assert.Contains(text, texts));
    }

    [Fact]
    public void An_svg_turns_dark_by_its_own_style_and_a_png_when_asked()
    {
        CurvesPlot plot = SeedCurvesPlot.Draw(Results, "elbo", 1, []);
        string svg = plot.ToSvg();
        Assert.Contains("@media screen and (prefers-color-scheme:dark)", svg, StringComparison.Ordinal);
        // Both rules name what is there.
        Assert.Contains("fill=\"white\"", svg, StringComparison.Ordinal);
        Assert.Contains("fill=\"#1B1F24\"", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<style>", plot.ToInlineSvg(), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        plot.WritePng(folder["light.png"]);
        plot.WritePng(folder["dark.png"], dark: true);
        using Picture light = new(File.ReadAllBytes(folder["light.png"])), dark = new(File.ReadAllBytes(folder["dark.png"]));
        Assert.Equal((0xFFFFFFu, 0x15181Du), (light[0, 0], dark[0, 0]));
        Assert.True(dark.Count(0xE6EAF0) > 50);
    }

    private static IEnumerable<GradientRow> Rows(string estimator, double? temperature, Measured bias, double spread, double milliseconds)
    {
        GradientRow Row(int epoch, string quantity, Measured value) => new(epoch, estimator, temperature, quantity, value, 100, "enumeration", 0);
        yield return Row(0, GradientQuantity.RelativeBias, new Measured(9, 8, 10));
        yield return Row(5, GradientQuantity.RelativeBias, bias);
        yield return Row(5, GradientQuantity.RelativeStandardDeviation, new Measured(spread, 0.9 * spread, 1.1 * spread));
        yield return Row(5, GradientQuantity.Milliseconds, new Measured(milliseconds, 0.9 * milliseconds, 1.1 * milliseconds));
    }

    private sealed class Near(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < tolerance && Math.Abs(x.Item2 - y.Item2) < tolerance;

        public int GetHashCode((double, double) obj) => 0;
    }
}
