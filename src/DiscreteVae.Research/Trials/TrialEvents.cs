using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Interchange;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// What TensorBoard shows of a trial, beside its CSV files: every metric as a scalar <c>metric/split</c>, and where the epoch was
/// evaluated the posterior's logits, the use of each latent's categories and reconstructions.
/// </summary>
internal sealed class TrialEvents : IDisposable
{
    private const int Images = 10;
    private const int ImagesForHistograms = 500;
    private const int MostLatents = 32;

    private readonly Trial _trial;
    private readonly Dataset _dataset;
    private readonly EventFile _file;

    private TrialEvents(Trial trial, Dataset dataset, EventFile file) => (_trial, _dataset, _file) = (trial, dataset, file);

    /// <summary>Begins the events of a trial, or removes those of an earlier run where none are wanted.</summary>
    /// <param name="wanted"><c>results:tensorboard</c>.</param>
    /// <param name="folder">The trial's.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="dataset">Its images.</param>
    /// <param name="clock">Stamps the events.</param>
    /// <param name="resumedStep">The step that the trial goes on from; null where it begins anew.</param>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static TrialEvents? Open(bool wanted, TrialFolder folder, Trial trial, Dataset dataset, TimeProvider clock, long? resumedStep = null)
    {
        if (wanted) return Begin(new TrialEvents(trial, dataset, EventFile.Create(folder.FullPath, clock, resumedStep)), resumedStep);
        if (resumedStep is null) EventFile.Remove(folder.FullPath);
        return null;
    }

    /// <summary>Writes an epoch and brings it to the disk.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void Write(EpochReport report, CategoricalVae model)
    {
        foreach (MetricRow row in report.ToRows(_trial.Id, _trial.Manifest.Training.Seed))
            _file.Scalar(row.Step, $"{row.Metric}/{row.Split}", row.Value);
        if (report.Test is not null) WriteModel(report.Step, model);
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static TrialEvents Begin(TrialEvents events, long? resumedStep)
    {
        if (resumedStep is null)
        {
            string[] lines =
            [
                $"- data set: {events._dataset.Name}", $"- estimator: {events._trial.Manifest.Estimator.Name}",
                .. events._trial.Swept.Select(swept => $"- {swept.Key}: {swept.Value}"),
            ];
            events._file.Text(0, "trial", string.Join('\n', lines));
            events._file.Flush();
        }
        return events;
    }

    private void WriteModel(long step, CategoricalVae model)
    {
        LatentShape shape = model.Shape.Latent;
        ulong seed = (ulong)_trial.Manifest.Training.Seed;
        ImageGrid grid = TrialFigures.Reconstructions(model, _dataset.Test, _trial.Manifest.Data.Binarization, seed, Images, "").Grid();
        using var png = new MemoryStream();
        (int height, int width) = grid.WritePng(png);
        _file.Image(step, "reconstructions", height, width, png.GetBuffer().AsSpan(0, (int)png.Length));

        (Matrix logits, Matrix codes) = TrialFigures.Codes(model, _dataset.Test, _trial.Manifest.Data.Binarization, seed, ImagesForHistograms);
        _file.Histogram(step, "posterior/logits", EventHistogram.Of(logits.Span));
        for (int n = 0; n < Math.Min(shape.Latents, MostLatents); n++)
        {
            float[] categories = [.. Enumerable.Range(0, codes.Rows).Select(row =>
                (float)codes.Row(row).Slice(n * shape.Categories, shape.Categories).IndexOf(1f))];
            _file.Histogram(step, $"code_usage/latent_{n}", EventHistogram.OfCategories(categories, shape.Categories));
        }
    }
}
