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
        if (folder.ReadPlan()["manifest"] is not JsonObject manifest)
        {
            throw new UserErrorException(
                ExitCode.Environment, $"'{folder.PlanPath}' is damaged: it has no manifest. Restore it, or run the manifest again.");
        }
        return new ExperimentResults
        {
            Name = Text(manifest["name"]) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.FullPath)),
            Description = Text(manifest["description"]),
            Folder = folder.FullPath,
            Manifest = manifest,
            Trials = [.. folder.ReadTrials().Select(trial => ReadFiles(folder.Find(trial.Record.Id), trial))],
        };
    }

    private static TrialResults ReadFiles(TrialFolder folder, CollectedTrial trial) => new(trial.Record, folder.FullPath, trial.State)
    {
        Manifest = ReadIfThere(Path.Join(folder.FullPath, "trial.json")),
        Environment = ReadIfThere(Path.Join(folder.FullPath, "environment.json")),
        Metrics = File.Exists(folder.MetricsPath) ? MetricsFile.Read(folder.MetricsPath) : [],
    };

    private static JsonNode? ReadIfThere(string path) => File.Exists(path) ? JsonFile.Read<JsonNode>(path) : null;

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
