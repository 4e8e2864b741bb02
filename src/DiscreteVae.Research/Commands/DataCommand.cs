using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae data list</c> and <c>dvae data fetch</c>.</summary>
internal static class DataCommand
{
    public static Command Create(CommandContext context) => new("data", "Show the data sets, or download one.")
    {
        List(context),
        Fetch(context),
    };

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "What data sets there are, and where each was found.");
        command.SetAction(_ =>
        {
            Write(context.Output, DatasetRegistry.Describe());
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Fetch(CommandContext context)
    {
        var name = new Argument<string>("dataset") { Description = "A data set by name, such as mnist." };
        var command = new Command("fetch", "Download a data set into the user's cache and verify its checksums.") { name };
        command.SetAction((parse, cancellationToken) => Task.Run(() =>
        {
            string folder = DatasetRegistry.Fetch(parse.GetRequiredValue(name), null, new ErrorNotes(context.Error), cancellationToken);
            context.Output.WriteLine(folder);
            return (int)ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    /// <summary>A table of data sets; also part of <c>dvae doctor</c>.</summary>
    public static void Write(TextWriter output, IReadOnlyList<DatasetListing> listings)
    {
        foreach (DatasetListing listing in listings)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{listing.Name,-20} {listing.TrainImages,6} + {listing.TestImages,5} images of {listing.Height} x {listing.Width}  {listing.Description}"));
            output.WriteLine($"{"",-20} {listing.Location ?? "not here: " + listing.Fetch}");
        }
    }
}
