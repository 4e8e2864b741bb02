using DiscreteVae.Research.Reporting;
using DiscreteVae.Tests.Manifests;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Reporting;

public sealed class SchedulesFigureTests
{
    [Fact]
    public void Each_different_schedule_is_a_curve_over_the_steps_of_the_whole_run()
    {
        // fashion-mnist-small: 10 000 images, so 100 steps an epoch.
        IReadOnlyList<CurvesPlot> plots = SchedulesFigure.Plots(ManifestFile.Load("""
            {
              "temperature": { "schedule": "linear", "per": "run", "linear": { "initial": 1, "final": 0.5, "length": 1 } },
              "klWeight": { "schedule": "linear", "per": "epoch", "linear": { "length": 1 } },
              "training": { "epochs": 3 },
              "sweep": { "axes": { "temperature:linear:final": [0.5, 0.1], "training:seed": [0, 1] } }
            }
            """));
        Assert.Equal(["temperature", "weight of the KL", "learning rate"], plots.Select(plot => plot.YLabel));
        Assert.Equal(["final 0.5", "final 0.1"], plots[0].Curves.Select(curve => curve.Label));
        Assert.Equal((0, 299), (plots[0].Curves[0].Epochs[0], plots[0].Curves[0].Epochs[^1]));
        Assert.Equal(1 - 0.5 * 150 / 300, plots[0].Curves[0].Values[150], 1e-12);
        Curve weight = Assert.Single(plots[1].Curves);
        Assert.Equal((0.5, 1.0), (weight.Values[50], weight.Values[100]));
        Assert.Equal("constant 0.0005", Assert.Single(plots[2].Curves).Label);
    }

    [Fact]
    public async Task The_plan_draws_them()
    {
        using var experiment = new TinyExperiment();
        string picture = Path.Join(experiment.Folder, "schedules.png");
        DvaeCommand plan = await DvaeCommand.RunAsync("plan", experiment.Manifest, "--no-estimate", "--plot", picture,
            """sweep:axes={"temperature":[1,0.5]}""");
        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.Contains(picture, plan.Output, StringComparison.Ordinal);
        using var read = SkiaSharp.SKBitmap.Decode(picture);
        Assert.Equal((900, 3 * 320 + 4 * 16), (read.Width, read.Height));
        // Something is drawn in each of the three parts, and between them is paper.
        foreach (int top in new[] { 0, 352, 688 })
            Assert.Contains(Enumerable.Range(top, 300), y => read.GetPixel(450, y) != SkiaSharp.SKColors.White);
        Assert.Equal(SkiaSharp.SKColors.White, read.GetPixel(450, 351));

        DvaeCommand refused = await DvaeCommand.RunAsync("plan", experiment.Manifest, "--no-estimate", "--plot", "schedules.bmp");
        Assert.Equal(2, refused.ExitCode);
    }
}
