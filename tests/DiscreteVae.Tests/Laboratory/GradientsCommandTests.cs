using DiscreteVae.Research.Laboratory;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Tests.Reporting;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Laboratory;

/// <summary><c>dvae gradients</c> on a tiny model.</summary>
public sealed class GradientsCommandTests : IDisposable
{
    private readonly TinyExperiment _experiment = new();

    public GradientsCommandTests() => _experiment.Write("""
        {
          "name": "tiny",
          "data": { "dataset": "idx:DATA", "binarization": "none" },
          "model": { "latents": 2, "categories": 3, "hidden": [8] },
          "estimator": { "name": "reinmax", "samples": 3 },
          "training": { "epochs": 2, "batchSize": 10, "learningRate": 0.01, "seed": 3 },
          "gradients": {
            "estimators": ["reinmax", "exact", "rloo", "rebar", "local-expectation"],
            "temperatures": [0.5, 1], "epochs": [0, 2], "draws": 64, "batch": 10, "warmup": 8
          },
          "compute": { "backend": "simd", "threads": 1 }
        }
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public async Task Every_quantity_has_a_row_with_its_interval_for_every_epoch_estimator_and_temperature()
    {
        IReadOnlyList<GradientRow> rows = await MeasureAsync();
        // reinmax and rebar at two temperatures, the others at none; two epochs.
        Assert.Equal(2 * (2 * 2 + 3) * GradientQuantity.All.Count, rows.Count);
        Assert.All(rows, row => Assert.True(row.Measured.Low <= row.Measured.Value && row.Measured.Value <= row.Measured.High, row.ToString()));
        Assert.All(rows, row => Assert.Equal(("enumeration", 0), (row.Reference, row.ReferenceDraws)));
        foreach (GradientRow exact in rows.Where(row => row.Estimator == "exact"))
        {
            if (exact.Quantity is GradientQuantity.RelativeBias) Assert.Equal(0, exact.Measured.Value, 1e-6);
            if (exact.Quantity is GradientQuantity.CosineOfMean) Assert.Equal(1, exact.Measured.Value, 1e-6);
            // 9 codes that all 10 data share.
            if (exact.Quantity is GradientQuantity.Evaluations) Assert.Equal(0.9, exact.Measured.Value, 1e-9);
        }
        Assert.True(File.Exists(Path.Combine(_experiment.Results, "gradients.json")));
        using var picture = new Picture(_experiment.Bytes("gradients.png"));
        Assert.True(picture.Ink(0, 60, 390, picture.Height - 60) > 300, "There are no labels.");
        Assert.True(picture.Count(Palette.Colours[0]) > 50 && picture.Count(Palette.Colours[1]) > 50, "There is not a colour an epoch.");
    }

    /// <summary>An unbiased estimator's interval of the bias reaches down to 0, and rloo's cosine is 1 within its own.</summary>
    [Fact]
    public async Task Unbiased_estimators_show_no_bias()
    {
        foreach (GradientRow row in await MeasureAsync())
        {
            if (row.Estimator is "rloo" or "rebar" or "local-expectation" && row.Quantity == GradientQuantity.RelativeBias)
                Assert.Equal(0, row.Measured.Low);
        }
    }

    [Fact]
    public async Task The_number_of_threads_changes_nothing_but_the_times()
    {
        string[] one = Untimed(await MeasureAsync()), two = Untimed(await MeasureAsync("compute:threads=2"));
        Assert.Equal(one, two);

        static string[] Untimed(IEnumerable<GradientRow> rows) =>
            [.. rows.Where(row => !row.Quantity.Contains("milliseconds", StringComparison.Ordinal)).Select(row => row.ToString())];
    }

    [Fact]
    public async Task Where_the_codes_are_too_many_a_long_run_is_the_reference_and_says_so()
    {
        IReadOnlyList<GradientRow> rows = await MeasureAsync("gradients:maximumCodes=8", "gradients:referenceDraws=128", "gradients:estimators=[\"reinmax\"]");
        Assert.All(rows, row => Assert.Equal(("local-expectation", 128), (row.Reference, row.ReferenceDraws)));
        DvaeCommand refused = await RunAsync("gradients:maximumCodes=8", "gradients:reference=enumeration");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("K^N = 3^2 = 9 codes is over gradients:maximumCodes = 8", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_picture_is_drawn_anew_from_the_rows_that_are_there()
    {
        await MeasureAsync();
        byte[] before = _experiment.Bytes("gradients.png");
        File.Delete(Path.Combine(_experiment.Results, "gradients.png"));
        DvaeCommand command = await RunAsync("--redraw");
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(before, _experiment.Bytes("gradients.png"));
    }

    private async Task<IReadOnlyList<GradientRow>> MeasureAsync(params string[] overrides)
    {
        DvaeCommand command = await RunAsync(overrides);
        Assert.True(command.ExitCode == 0, command.Error);
        return GradientsFile.Read(Path.Combine(_experiment.Results, GradientsFile.Name));
    }

    private Task<DvaeCommand> RunAsync(params string[] arguments) =>
        DvaeCommand.RunAsync(["gradients", _experiment.Manifest, $"results:folder={_experiment.Results}", .. arguments]);
}
