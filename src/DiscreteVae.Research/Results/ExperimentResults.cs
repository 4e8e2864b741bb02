using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Results;

/// <summary>
/// A results folder with all its trials, read from the trials' own files: also while a sweep runs, before the tables over all trials exist.
/// </summary>
internal sealed record ExperimentResults
{
    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, if its manifest says.</summary>
    public string? Description { get; init; }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The manifest with every default written out.</summary>
    public required JsonObject Manifest { get; init; }

    /// <summary>The trials in the plan's order.</summary>
    public required IReadOnlyList<TrialResults> Trials { get; init; }

    /// <summary>The keys that the sweep sets, in order of first appearance.</summary>
    public IReadOnlyList<string> SweptKeys =>
        [.. Trials.SelectMany(trial => trial.Record.Swept).Select(pair => pair.Key).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a folder.</summary>
    /// <exception cref="UserErrorException">It is no results folder, or one of its files is damaged.</exception>
    public static ExperimentResults Read(string path)
    {
        ResultsFolder folder = ResultsFolder.Open(path);
        JsonNode plan = folder.ReadPlan();
        if (plan["manifest"] is not JsonObject manifest || plan["trials"] is not JsonArray trials)
            throw Damaged(folder.PlanPath, "it lacks 'manifest' or 'trials'");
        string name = Text(manifest["name"]) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.FullPath));
        return new ExperimentResults
        {
            Name = name,
            Description = Text(manifest["description"]),
            Folder = folder.FullPath,
            Manifest = manifest,
            Trials = [.. trials.Select(trial => ReadTrial(folder, Record(trial, folder.PlanPath)))],
        };
    }

    private static TrialRecord Record(JsonNode? trial, string path)
    {
        string? id = Text(trial?["id"]);
        // The id becomes a path: what is no plain name is no id of ours.
        if (id is not { Length: > 0 } || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            throw Damaged(path, $"'{id}' is no trial id");
        IEnumerable<KeyValuePair<string, JsonNode?>> swept = trial!["swept"] as JsonObject ?? [];
        return new TrialRecord(id, trial["seed"] is JsonValue seed && seed.TryGetValue(out long value) ? value : 0,
            [.. swept.Select(pair => (pair.Key, Text(pair.Value) ?? pair.Value?.ToJsonString() ?? ""))]);
    }

    private static TrialResults ReadTrial(ResultsFolder results, TrialRecord record)
    {
        string folder = Path.Join(results.FullPath, "trials", record.Id);
        string metrics = Path.Join(folder, "metrics.csv");
        var trial = new TrialResults(record, folder)
        {
            Manifest = ReadIfThere(Path.Join(folder, "trial.json")),
            Environment = ReadIfThere(Path.Join(folder, "environment.json")),
            Metrics = File.Exists(metrics) ? MetricsFile.Read(metrics) : [],
        };
        string path = Path.Join(folder, "state.json");
        if (ReadIfThere(path) is not { } state) return trial;
        return trial with
        {
            Status = Text(state["status"]) ?? throw Damaged(path, "it has no status"),
            Reason = Text(state["reason"]),
            Warnings = [.. (state["warnings"] as JsonArray ?? []).Select(Text).OfType<string>()],
            Epochs = (int)(Number(state["epochs"]) ?? 0),
            Seconds = Number(state["seconds"]) ?? 0,
            Final = (state["final"] as JsonObject ?? []).Where(pair => Number(pair.Value) is not null)
                .ToDictionary(pair => pair.Key, pair => Number(pair.Value)!.Value),
        };
    }

    private static JsonNode? ReadIfThere(string path) => File.Exists(path) ? JsonFile.Read<JsonNode>(path) : null;

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    // A diverged trial's metrics are "NaN" and "Infinity".
    private static double? Number(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number => node.GetValue<double>(),
        JsonValueKind.String => node.GetValue<string>() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    private static UserErrorException Damaged(string path, string what) =>
        new(ExitCode.Environment, $"'{path}' is damaged: {what}. Restore it, or remove it and run again.");
}
