using System.CommandLine;
using DiscreteVae.Research.Reports;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae report</c>: an experiment as one page to look at, print or mail.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder; the sweep may still be running." };
        var output = new Option<string?>("--output", "-o") { Description = "The page to write; <results>/report.html if left out." };
        var data = new Option<string?>("--data-folder") { Description = "Where the images are, as data:folder in a manifest; for pictures of the model." };
        var command = new Command("report", "Write one self-contained HTML page: summary, tables, curves, pictures, manifest, environment and sources.")
        {
            folder, output, data,
        };
        command.SetAction(parse =>
        {
            string path = parse.GetRequiredValue(folder);
            ExperimentReport report = ExperimentReport.Read(path, parse.GetValue(data), new ErrorNotes(context.Error));
            string page = parse.GetValue(output) ?? Path.Join(path, "report.html");
            AtomicFile.WriteText(page, report.ToHtml(live: false));
            context.Output.WriteLine(page);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
