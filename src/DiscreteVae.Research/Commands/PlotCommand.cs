using System.CommandLine;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae plot</c>: a metric of a run over its epochs, beside curves from elsewhere.</summary>
internal static class PlotCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder." };
        var metric = new Option<string>("--metric") { Description = "The metric to draw.", DefaultValueFactory = _ => "elbo" };
        var reference = new Option<string[]>("--reference")
        {
            Description = "A curve to compare with, as label=file.csv: a table with a column epoch and columns such as train_elbo.",
            DefaultValueFactory = _ => [],
        };
        var from = new Option<int>("--from") { Description = "The first epoch to draw.", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--output", "-o") { Description = "A .png or .svg; <results>/<metric>.png if left out." };
        var command = new Command("plot", "Draw a metric over the epochs, for every trial and split, as PNG or SVG.")
        {
            folder, metric, reference, from, output,
        };
        command.SetAction(parse =>
        {
            ResultsFolder results = ResultsFolder.Open(parse.GetRequiredValue(folder));
            string name = parse.GetRequiredValue(metric);
            CurvesPlot plot = MetricPlot.Draw(results, name, parse.GetValue(from),
                [.. (parse.GetValue(reference) ?? []).Select(ReferenceCurves.Parse)]);
            string path = parse.GetValue(output) ?? Path.Join(results.FullPath, name + ".png");
            if (path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)) plot.WriteSvg(path);
            else plot.WritePng(path);
            context.Output.WriteLine(path);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
