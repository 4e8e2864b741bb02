using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reports;

/// <summary>An experiment read for its report.</summary>
internal sealed class ExperimentReport
{
    private readonly ExperimentResults _results;
    private readonly IReadOnlyList<ReportPicture> _pictures;

    private ExperimentReport(ExperimentResults results, IReadOnlyList<ReportPicture> pictures) => (_results, _pictures) = (results, pictures);

    /// <summary>Whether no trial is waiting or under way.</summary>
    public bool IsFinished => _results.Trials.All(trial => trial.IsCompleted || trial.EndedEarly);

    /// <summary>Reads a folder and draws its pictures.</summary>
    /// <param name="path">The results folder.</param>
    /// <param name="dataFolder">Where the images are, as <c>data:folder</c>, or null.</param>
    /// <param name="notes">Told what could not be drawn.</param>
    /// <param name="models">Keeps pictures of models between reports; null for one report.</param>
    /// <exception cref="UserErrorException">It is no results folder, or a file is damaged.</exception>
    public static ExperimentReport Read(string path, string? dataFolder, IProgress<string> notes, ModelPictureCache? models = null)
    {
        ExperimentResults results = ExperimentResults.Read(path);
        var catalogue = new PictureCatalogue(results.Folder, results, new PictureRequest { DataFolder = dataFolder }, notes, models ?? new ModelPictureCache());
        // A curve a trial is what the page's own chart shows.
        return new ExperimentReport(results,
            [.. PictureCatalogue.Kinds.Where(kind => kind.Kind != "trials").SelectMany(kind => catalogue.Draw(kind.Kind))]);
    }

    /// <summary>The page.</summary>
    /// <param name="live">Whether it is served and asks its server for news.</param>
    public string ToHtml(bool live) => ReportPage.Create(_results, _pictures, live);
}
