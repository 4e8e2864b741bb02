using System.Text.Json.Nodes;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Schedules;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// The schedules of a plan over the steps of the optimiser, before anything runs: temperature, KL weight and learning rate.
/// </summary>
internal static class SchedulesFigure
{
    private const int MostPoints = 600;
    private const int MostCurves = 12;

    private static readonly (string Key, string Label, Func<TrialManifest, ScheduleSection> Of)[] Quantities =
    [
        ("temperature", "temperature", trial => trial.Temperature),
        ("klWeight", "weight of the KL", trial => trial.KlWeight),
        ("training:learningRate", "learning rate", trial => trial.Training.LearningRate),
    ];

    /// <summary>A plot for each quantity, each different schedule once.</summary>
    /// <exception cref="UserErrorException">A data set of one's own cannot be read: its images decide how many steps there are.</exception>
    public static IReadOnlyList<CurvesPlot> Plots(ExperimentPlan plan)
    {
        long[] stepsPerEpoch = [.. plan.Trials.Select(trial => StepsPerEpoch(trial.Manifest))];
        return [.. Quantities.Select(quantity =>
        {
            Trial[] different = [.. plan.Trials.DistinctBy(trial => Written(trial, quantity.Key, stepsPerEpoch[trial.Index]))];
            string more = different.Length > MostCurves ? FormattableString.Invariant($" (the first {MostCurves} of {different.Length})") : "";
            return new CurvesPlot
            {
                Title = quantity.Key == Quantities[0].Key ? plan.Name : "",
                XLabel = "step of the optimiser",
                YLabel = quantity.Label + more,
                Height = 320 + 16 * Math.Min(MostCurves, different.Length),
                LegendAbove = true,
                LegendBeside = different.Length > 3,
                Curves = [.. different.Take(MostCurves).Select((trial, i) =>
                    Curve(trial, quantity.Key, quantity.Of(trial.Manifest), stepsPerEpoch[trial.Index]) with
                    {
                        Style = i < Palette.Colours.Length ? LineStyle.Solid : LineStyle.Dashed,
                    })],
            };
        })];
    }

    /// <summary>Draws the plots one below the other into a PNG, whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void WritePng(string path, IReadOnlyList<CurvesPlot> plots)
    {
        var size = new SKImageInfo(plots.Max(plot => plot.Width), plots.Sum(plot => plot.Height), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var picture = new SKBitmap(size);
        using (var canvas = new SKCanvas(picture))
        {
            float top = 0;
            foreach (CurvesPlot plot in plots)
            {
                canvas.Save();
                canvas.Translate(0, top);
                canvas.ClipRect(new SKRect(0, 0, plot.Width, plot.Height));
                plot.DrawOn(canvas);
                canvas.Restore();
                top += plot.Height;
            }
        }
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }

    private static Curve Curve(Trial trial, string key, ScheduleSection schedule, long stepsPerEpoch)
    {
        long steps = Math.Max(1, stepsPerEpoch * trial.Manifest.Training.Epochs);
        long points = Math.Min(steps, MostPoints);
        double[] at = [.. Enumerable.Range(0, (int)points).Select(i => (double)(points == 1 ? 0 : i * (steps - 1) / (points - 1)))];
        double[] values = [.. at.Select(step => schedule.At(new TrainingTime((long)step, stepsPerEpoch, Math.Max(1, trial.Manifest.Training.Epochs))))];
        return new Curve(Label(trial, key, schedule), at, values);
    }

    private static string Label(Trial trial, string key, ScheduleSection schedule)
    {
        string[] swept = [.. trial.Swept.Where(pair => KeyPath.Covers(key, pair.Key) && pair.Value.Length > 0)
            .Select(pair => pair.Key.EndsWith(":schedule", StringComparison.Ordinal) || pair.Key == key ? pair.Value
                : $"{pair.Key[(pair.Key.LastIndexOf(':') + 1)..]} {pair.Value}")];
        return swept.Length > 0 ? string.Join(", ", swept)
            : schedule.Options is ConstantOptions constant ? FormattableString.Invariant($"{schedule.Name} {constant.Value}")
            : schedule.Name;
    }

    private static string Written(Trial trial, string key, long stepsPerEpoch)
    {
        KeyPath.TryGet(trial.Resolved, key, out JsonNode? schedule);
        return FormattableString.Invariant($"{stepsPerEpoch} {trial.Manifest.Training.Epochs} {CanonicalJson.Serialize(schedule)}");
    }

    private static long StepsPerEpoch(TrialManifest manifest)
    {
        int images = DatasetRegistry.Describe(manifest.Data.Dataset, DatasetPlaces.FromEnvironment(manifest.Data.Folder)).TrainImages;
        return Math.Max(1, (images - manifest.Data.Validation + manifest.Training.BatchSize - 1) / manifest.Training.BatchSize);
    }
}
