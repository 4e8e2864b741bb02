using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae show</c>: all there is to know of one trial: its settings, how it ended, its last metrics, its files.</summary>
internal static class ShowCommand
{
    private const string ResultsRoot = "results";

    public static Command Create(CommandContext context)
    {
        var trial = new Argument<string>("trial") { Description = "A trial's folder, or the beginning of its id." };
        var folder = new Option<string?>("--results") { Description = "The results folder to look in; all below results/ if left out." };
        var command = new Command("show", "Show one trial: the settings that are not defaults, its state, its last metrics and its files.") { trial, folder };
        command.SetAction(parse =>
        {
            Write(context.Output, Find(parse.GetRequiredValue(trial), parse.GetValue(folder)));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static RecordedTrial Find(string wanted, string? results)
    {
        if (Directory.Exists(wanted))
        {
            string trial = Path.GetFullPath(wanted).TrimEnd(Path.DirectorySeparatorChar);
            // results/<name>/trials/<id>
            if (Path.GetDirectoryName(Path.GetDirectoryName(trial)) is { } above && File.Exists(Path.Join(above, "plan.json")))
                return One(Path.GetFileName(trial), [above]);
        }
        string[] folders = results is not null ? [results]
            : Directory.Exists(ResultsRoot)
                ? [.. Directory.GetFiles(ResultsRoot, "plan.json", SearchOption.AllDirectories).Select(plan => Path.GetDirectoryName(plan)!).Order(StringComparer.Ordinal)]
                : [];
        return One(wanted, folders);
    }

    private static RecordedTrial One(string prefix, string[] folders)
    {
        RecordedTrial[] found = [.. folders.SelectMany(folder => RecordedSweep.Open(folder).Trials).Where(trial => trial.Record.Id.StartsWith(prefix, StringComparison.Ordinal))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new UserErrorException(ExitCode.Usage,
                $"There is no trial '{prefix}' in {(folders.Length == 0 ? $"any folder below '{ResultsRoot}'" : string.Join(", ", folders))}. "
                + "'dvae status <results>' lists the trials of a folder."),
            _ => throw new UserErrorException(ExitCode.Usage,
                string.Join('\n', found.Take(10).Select(trial => trial.Folder.FullPath).Prepend($"'{prefix}' is the beginning of {found.Length} trials; name one by its folder or with --results:"))),
        };
    }

    private static void Write(TextWriter output, RecordedTrial trial)
    {
        output.WriteLine($"trial {trial.Record.Id} in {trial.Folder.FullPath}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{StatusCommand.Name(trial.Status)}, epoch {trial.Epoch} of {trial.Epochs}, seed {trial.Record.Seed}, {Duration.Text(trial.Seconds)}"));
        if (trial.Reason is not null)
            output.WriteLine(trial.Reason);
        WriteSettings(output, trial);
        if (trial.Final.Count > 0)
        {
            output.WriteLine("\nlast metrics");
            TextTable.Write(output, [.. trial.Final.Select(pair => (string[])["  " + pair.Key, Csv.Number(pair.Value)])]);
        }
        WriteFiles(output, trial);
    }

    private static void WriteSettings(TextWriter output, RecordedTrial trial)
    {
        string path = Path.Join(trial.Folder.FullPath, "trial.json");
        if (!File.Exists(path))
            return;
        string[] swept = [.. trial.Record.Swept.Select(pair => pair.Key)];
        IReadOnlyList<(string Key, string Value)> settings = ChangedKeys.Of(JsonFile.Read<JsonObject>(path), ManifestArguments.Vocabulary);
        output.WriteLine("\nsettings that are not defaults");
        TextTable.Write(output, [.. settings.Select(pair => (string[])
            ["  " + pair.Key, pair.Value, swept.Any(key => KeyPath.Covers(key, pair.Key)) ? "swept" : ""])]);
    }

    private static void WriteFiles(TextWriter output, RecordedTrial trial)
    {
        if (!Directory.Exists(trial.Folder.FullPath))
            return;
        output.WriteLine("\nfiles");
        TextTable.Write(output, [.. new DirectoryInfo(trial.Folder.FullPath).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (string[])["  " + file.Name, string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(file.Length / 1024.0):0} KiB")])]);
    }
}
