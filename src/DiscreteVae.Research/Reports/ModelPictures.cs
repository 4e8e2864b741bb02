using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Reports;

/// <summary>Pictures of one trial's trained model.</summary>
internal static class ModelPictures
{
    private const string CheckpointName = "checkpoint.safetensors";
    private const int Samples = 24;
    private const int Reconstructed = 10;

    /// <summary>
    /// The trial asked for, or the completed one with the highest final ELBO that has its checkpoint; null where there is none.
    /// </summary>
    /// <exception cref="UserErrorException">The trial asked for is not there or has no checkpoint.</exception>
    public static TrialResults? Choose(ExperimentResults results, string? id)
    {
        if (id is not null)
        {
            TrialResults named = results.Trials.FirstOrDefault(trial => trial.Record.Id == id)
                ?? throw new UserErrorException(ExitCode.Usage, $"--trial: '{results.Folder}' has no trial '{id}'.");
            return HasCheckpoint(named) ? named : throw new UserErrorException(ExitCode.Usage, $"--trial: '{named.Folder}' has no {CheckpointName}.");
        }
        string? primary = MetricName.Primary(results.Trials);
        return results.Trials.Where(trial => trial.IsCompleted && HasCheckpoint(trial))
            .MaxBy(trial => primary is not null && trial.FinalOf(primary) is double value && double.IsFinite(value) ? value : double.NegativeInfinity);
    }

    /// <summary>Where a trial's weights are.</summary>
    public static string CheckpointOf(TrialResults trial) => Path.Join(trial.Folder, CheckpointName);

    /// <summary>The picture of one kind; none where the data set is not on this machine.</summary>
    /// <param name="trial">Whose model.</param>
    /// <param name="kind">Which picture.</param>
    /// <param name="chosen">Whether the reader named the trial.</param>
    /// <param name="dataFolder">Where the images are, or null.</param>
    /// <param name="notes">Told where they are missing.</param>
    /// <exception cref="UserErrorException">The checkpoint is damaged, or the data set is another than it was trained on.</exception>
    public static IReadOnlyList<ReportPicture> Draw(TrialResults trial, string kind, bool chosen, string? dataFolder, IProgress<string> notes)
    {
        using TrainedModel trained = TrainedModel.Read(CheckpointOf(trial));
        var seed = (ulong)trial.Record.Seed;
        string whose = $"Trial {trial.Record.Id}{(chosen ? "" : ", the completed one with the highest final ELBO")}.";
        if (kind == "samples")
        {
            PriorSamplesFigure figure = TrialFigures.PriorSamples(
                trained.Model, trained.Content.Height, trained.Content.Width, seed, Samples, trained.Title);
            return [new ReportPicture(kind, kind, "Samples from the prior", $"{whose} Codes drawn from the uniform prior, each below what it decodes to.") { Grid = figure.Grid() }];
        }
        string? folder = dataFolder ?? (string?)trial.Manifest?["data"]?["folder"];
        if (!trained.HasImages(folder))
        {
            notes.Report($"{kind}: the images of {trained.Content.Dataset} are not on this machine; say where with --data-folder, or fetch them.");
            return [];
        }
        ImageSet images = trained.Images(folder, notes);
        return kind switch
        {
            "codes" =>
            [
                new ReportPicture(kind, kind, "Use of the codes",
                    $"{whose} Each cell is the mean of q(z = category | x) over the {images.Count} test images; beside each latent, exp of the entropy of its row: how many categories are in use.")
                {
                    Plot = CodeUsagePlot.Draw($"Use of the codes: {trained.Title}",
                        TrialFigures.AggregatePosterior(trained.Model, images, trained.Binarization, seed), trained.Content.Categories),
                },
            ],
            "traversal" =>
            [
                new ReportPicture(kind, kind, "What each latent does",
                    $"{whose} The code of a test image (framed), with each latent in turn at each category; below each image the code that it decodes.")
                {
                    Grid = TrialFigures.Traversal(trained.Model, images, trained.Binarization, seed, 0, trained.Title).Grid(),
                },
            ],
            _ =>
            [
                new ReportPicture(kind, kind, "Reconstructions", $"{whose} Test images, what the encoder saw, and what the decoder makes of the code below.")
                {
                    Grid = TrialFigures.Reconstructions(trained.Model, images, trained.Binarization, seed, Reconstructed, trained.Title).Grid(),
                },
            ],
        };
    }

    private static bool HasCheckpoint(TrialResults trial) => File.Exists(CheckpointOf(trial));
}
