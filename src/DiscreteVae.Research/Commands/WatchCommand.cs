using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Reports;
using DiscreteVae.Research.Watching;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae watch</c>: the report in a browser, following a sweep as it runs.</summary>
internal static class WatchCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder; the sweep may be running." };
        var port = new Option<int>("--port", "-p") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 0 };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError("--port: from 0 to 65535.");
        });
        var data = new Option<string?>("--data-folder") { Description = "Where the images are, as data:folder in a manifest; for pictures of the model." };
        var command = new Command("watch", "Serve the report on 127.0.0.1 and update it while the sweep runs. Ctrl-C ends it.") { folder, port, data };
        command.SetAction((parse, cancellationToken) =>
            ServeAsync(parse.GetRequiredValue(folder), parse.GetValue(port), parse.GetValue(data), context, cancellationToken));
        return command;
    }

    private static async Task<int> ServeAsync(string folder, int port, string? data, CommandContext context, CancellationToken cancellationToken)
    {
        // Told once: every page would tell it again.
        var notes = new OnceNotes(new ErrorNotes(context.Error));
        var models = new ModelPictureCache();
        var feed = new ReportFeed(Path.GetFullPath(folder), () => ExperimentReport.Read(folder, data, notes, models), context.Clock);
        await using WatchServer server = await WatchServer.StartAsync(feed, port, context.Clock).ConfigureAwait(false);
        await context.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{server.Address}")).ConfigureAwait(false);
        await context.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await feed.FollowAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end it.
        }
        return (int)ExitCode.Success;
    }

    private sealed class OnceNotes(IProgress<string> notes) : IProgress<string>
    {
        private readonly HashSet<string> _told = [];

        public void Report(string value)
        {
            if (_told.Add(value)) notes.Report(value);
        }
    }
}
