using DiscreteVae.Research.Laboratory;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reports;

/// <summary>
/// All pictures that a results folder can give, by kind. A new kind is a line in <see cref="Kinds"/> and in <see cref="Draw"/>.
/// </summary>
internal sealed class PictureCatalogue(
    string folder, ExperimentResults? results, PictureRequest request, IProgress<string> notes, ModelPictureCache models)
{
    /// <summary>The kinds in the order of a report, with what each needs.</summary>
    public static readonly IReadOnlyList<(string Kind, string Needs)> Kinds =
    [
        ("curves", "a trial that has measured the metric"),
        ("trials", "a trial that has measured the metric"),
        ("comparison", "two settings with a completed trial each"),
        ("heatmap", "a sweep over two keys besides the seed"),
        ("schedules", "a temperature, KL weight or learning rate that changes"),
        ("gradients", $"a {GradientsFile.Name} of 'dvae gradients'"),
        ("codes", "a trial's checkpoint.safetensors, and its data set on this machine"),
        ("reconstructions", "a trial's checkpoint.safetensors, and its data set on this machine"),
        ("samples", "a trial's checkpoint.safetensors"),
        ("traversal", "a trial's checkpoint.safetensors, and its data set on this machine"),
    ];

    /// <summary>
    /// Opens a folder of <c>dvae run</c>, of <c>dvae gradients</c>, or of both.
    /// </summary>
    /// <exception cref="UserErrorException">It is neither, or a file is damaged.</exception>
    public static PictureCatalogue Open(string path, PictureRequest request, IProgress<string> notes)
    {
        bool gradientsOnly = File.Exists(Path.Join(path, GradientsFile.Name)) && !File.Exists(Path.Join(path, "plan.json"));
        return new PictureCatalogue(Path.GetFullPath(path), gradientsOnly ? null : ExperimentResults.Read(path), request, notes, new ModelPictureCache());
    }

    /// <summary>The pictures of one kind; none where the folder has not what it needs.</summary>
    /// <exception cref="UserErrorException">What was asked for by name is not there.</exception>
    public IReadOnlyList<ReportPicture> Draw(string kind) => kind switch
    {
        "gradients" => Gradients(),
        _ when results is null => [],
        "curves" => Curves(results),
        "trials" => Trials(results),
        "comparison" => Comparison(results),
        "heatmap" => HeatMap(results),
        "schedules" => Schedules(results),
        "codes" or "reconstructions" or "samples" or "traversal" => Model(results, kind),
        _ => throw new ArgumentException($"There is no kind of picture '{kind}'."),
    };

    private bool Measured(ExperimentResults experiment) => request.Metric != "elbo" || request.References.Count > 0
        || experiment.Trials.Any(trial => trial.Metrics.Any(row => row.Metric == request.Metric && row.Epoch >= request.FirstEpoch));

    private IReadOnlyList<ReportPicture> Curves(ExperimentResults experiment) => !Measured(experiment) ? [] :
    [
        new ReportPicture("curves", request.Metric, $"{MetricName.InWords(request.Metric)} over the epochs",
            "Means over the seeds of a setting; bands are Student's 95 % intervals. Trials that ended early are in no mean.")
        {
            Plot = SeedCurvesPlot.Draw(experiment, request.Metric, request.FirstEpoch, request.References),
        },
    ];

    private IReadOnlyList<ReportPicture> Trials(ExperimentResults experiment) => !Measured(experiment) ? [] :
    [
        new ReportPicture("trials", request.Metric + "-trials", $"{MetricName.InWords(request.Metric)} of every trial", "One curve a trial and split.")
        {
            Plot = MetricPlot.Draw(experiment, request.Metric, request.FirstEpoch, request.References),
        },
    ];

    // The column of the metric asked for that is nearest to what a reader wants: the test split, or what there is.
    private string? Column(ExperimentResults experiment)
    {
        HashSet<string> all = [.. experiment.Trials.SelectMany(trial => trial.Final.Keys)];
        string? column = new[] { request.Metric, "test_" + request.Metric, "validation_" + request.Metric, "train_" + request.Metric }
            .FirstOrDefault(all.Contains);
        return column ?? (request.Metric == "elbo" ? MetricName.Primary(experiment.Trials) : null);
    }

    private IReadOnlyList<ReportPicture> Comparison(ExperimentResults experiment) =>
        Column(experiment) is { } column && ComparisonPlot.Draw(experiment, column) is { } plot
            ?
            [
                new ReportPicture("comparison", "comparison", "Settings compared",
                    "Left: means over the seeds. Right: differences to the first setting in pairs of equal seeds, above 0 where a setting is higher. "
                    + "Bars are Student's 95 % intervals, not corrected for the number of comparisons; a hollow mark is one seed.") { Plot = plot },
            ]
            : [];

    private IReadOnlyList<ReportPicture> HeatMap(ExperimentResults experiment) =>
        Column(experiment) is { } column && SweepHeatMap.Draw(experiment, column, request.X, request.Y) is { } plot
            ?
            [
                new ReportPicture("heatmap", "heatmap", "Two axes of the sweep",
                    "Mean over the completed trials of a cell, ± half of Student's 95 % interval; a frame without a colour has none.") { Plot = plot },
            ]
            : [];

    private static IReadOnlyList<ReportPicture> Schedules(ExperimentResults experiment) =>
    [
        .. SchedulePlots.Draw(experiment).Select(item => new ReportPicture("schedules", item.Metric, $"Schedule of the {MetricName.InWords(item.Metric)}",
            "As recorded at each epoch's last step.") { Plot = item.Plot }),
    ];

    private IReadOnlyList<ReportPicture> Gradients()
    {
        string path = Path.Join(folder, GradientsFile.Name);
        if (!File.Exists(path) || GradientsFile.Read(path) is not { Count: > 0 } rows) return [];
        return
        [
            new ReportPicture("gradients", "gradients", "Bias and spread of the gradient against its cost",
                "Bars are 95 % intervals. A hollow mark is a bias that is not told from 0, at the upper end of its interval.")
            {
                Plot = GradientPlot.Draw(results?.Name ?? Path.GetFileName(folder), rows),
            },
        ];
    }

    private IReadOnlyList<ReportPicture> Model(ExperimentResults experiment, string kind)
    {
        TrialResults? trial = ModelPictures.Choose(experiment, request.Trial);
        return trial is null ? [] : models.Get(kind, ModelPictures.CheckpointOf(trial), () => ModelPictures.Draw(trial, kind, request.Trial is not null, request.DataFolder, notes));
    }
}
