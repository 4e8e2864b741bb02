using System.CommandLine;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Reports;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae plot</c>: every picture that a results folder gives, or one kind of them.</summary>
internal static class PlotCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder, of 'dvae run' or of 'dvae gradients'." };
        var kind = new Option<string[]>("--kind", "-k")
        {
            Description = $"What to draw, of: {string.Join(", ", PictureCatalogue.Kinds.Select(known => known.Kind))}; all that the folder has if left out.",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        };
        kind.CompletionSources.Add([.. PictureCatalogue.Kinds.Select(known => known.Kind)]);
        var format = new Option<string>("--format")
        {
            Description = "png or svg; an SVG follows the reader's light or dark screen, and grids of images are always PNG.",
            DefaultValueFactory = _ => "png",
        };
        format.AcceptOnlyFromAmong("png", "svg");
        var dark = new Option<bool>("--dark") { Description = "Draw PNGs in light ink on dark paper." };
        var metric = new Option<string>("--metric") { Description = "The metric to draw.", DefaultValueFactory = _ => "elbo" };
        var reference = new Option<string[]>("--reference")
        {
            Description = "A curve to compare with, as label=file.csv: a table with a column epoch and columns such as train_elbo.",
            DefaultValueFactory = _ => [],
        };
        var from = new Option<int>("--from") { Description = "The first epoch to draw.", DefaultValueFactory = _ => 1 };
        var x = new Option<string?>("--x") { Description = "The swept key of a heat map's columns." };
        var y = new Option<string?>("--y") { Description = "The swept key of a heat map's rows." };
        var trial = new Option<string?>("--trial") { Description = "The trial whose model is drawn; the completed one with the highest ELBO if left out." };
        var data = new Option<string?>("--data-folder") { Description = "Where the images are, as data:folder in a manifest." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "A .png or .svg for one picture, the curves unless --kind says; else pictures go into the results folder under their own names.",
        };
        var command = new Command("plot", "Draw a run's or sweep's pictures as PNG or SVG: curves, comparison, heat map, schedules, gradients, codes and images.")
        {
            folder, kind, format, dark, metric, reference, from, x, y, trial, data, output,
        };
        command.SetAction(parse =>
        {
            var request = new PictureRequest
            {
                Metric = parse.GetRequiredValue(metric),
                FirstEpoch = parse.GetValue(from),
                References = [.. (parse.GetValue(reference) ?? []).Select(ReferenceCurves.Parse)],
                X = parse.GetValue(x),
                Y = parse.GetValue(y),
                Trial = parse.GetValue(trial),
                DataFolder = parse.GetValue(data),
            };
            string path = parse.GetRequiredValue(folder);
            PictureCatalogue catalogue = PictureCatalogue.Open(path, request, new ErrorNotes(context.Error));
            string? file = parse.GetValue(output);
            string[] kinds = parse.GetValue(kind) is { Length: > 0 } asked ? asked : file is null ? [] : ["curves"];
            List<ReportPicture> pictures = Draw(catalogue, kinds, path);
            bool svg = file?.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) ?? parse.GetValue(format) == "svg";
            if (file is not null && pictures.Count > 1)
                throw new UserErrorException(ExitCode.Usage, $"--output: {pictures.Count} pictures do not go into one file. Choose one --kind, or leave --output out.");
            if (file is not null && svg && pictures[0].Plot is null)
                throw new UserErrorException(ExitCode.Usage, "--output: a grid of images is a PNG. Name a .png.");
            foreach (ReportPicture picture in pictures)
                context.Output.WriteLine(picture.Write(file is null ? Path.Join(path, picture.Name) : Path.ChangeExtension(file, null), svg, parse.GetValue(dark)));
            return (int)ExitCode.Success;
        });
        return command;
    }

    // A kind asked for by name must be there; without one, whatever there is but a curve a trial, which is a look closer.
    private static List<ReportPicture> Draw(PictureCatalogue catalogue, string[] kinds, string path)
    {
        var pictures = new List<ReportPicture>();
        foreach ((string kind, string needs) in PictureCatalogue.Kinds.Where(known => kinds.Length == 0 ? known.Kind != "trials" : kinds.Contains(known.Kind)))
        {
            IReadOnlyList<ReportPicture> drawn = catalogue.Draw(kind);
            if (drawn.Count == 0 && kinds.Length > 0) throw new UserErrorException(ExitCode.Usage, $"--kind {kind}: needs {needs}; '{path}' has none.");
            pictures.AddRange(drawn);
        }
        string? unknown = kinds.FirstOrDefault(kind => PictureCatalogue.Kinds.All(known => known.Kind != kind));
        if (unknown is not null)
            throw new UserErrorException(ExitCode.Usage, $"--kind: there is no '{unknown}'. Known: {string.Join(", ", PictureCatalogue.Kinds.Select(known => known.Kind))}.");
        return pictures.Count > 0 ? pictures : throw new UserErrorException(ExitCode.Usage, $"'{path}' has nothing to draw yet. Run its manifest first.");
    }
}
