using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// <c>plan.json</c>: the resolved manifest and the trials with their ids. From it alone a sweep goes on, wherever the folder lies and
/// wherever the manifest's file is by now.
/// </summary>
internal static class PlanFile
{
    /// <summary>What is written.</summary>
    public static JsonObject ToJson(ExperimentPlan plan) => new()
    {
        ["manifest"] = plan.Resolved.DeepClone(),
        ["trials"] = new JsonArray([.. plan.Trials.Select(trial => new JsonObject
        {
            ["index"] = trial.Index,
            ["id"] = trial.Id,
            ["seed"] = trial.Manifest.Training.Seed,
            ["swept"] = new JsonObject(trial.Swept.Select(swept => KeyValuePair.Create(swept.Key, (JsonNode?)JsonValue.Create(swept.Value)))),
        })]),
    };

    /// <summary>The plan in a results folder. Its trials keep the ids that they have there.</summary>
    /// <exception cref="UserErrorException">The file is missing, damaged, or of no use to this version.</exception>
    public static ExperimentPlan Read(ResultsFolder folder, ManifestVocabulary vocabulary)
    {
        JsonNode json = folder.ReadPlan();
        if (json is not JsonObject || json["manifest"] is not JsonObject manifest || json["trials"] is not JsonArray trials)
            throw Wrong(folder, "it does not hold a manifest and its trials");
        ExperimentPlan plan = ManifestLoader.Load(manifest, folder.PlanPath, vocabulary) with { Folder = folder.FullPath };
        if (trials.Count != plan.Trials.Count)
            throw Wrong(folder, FormattableString.Invariant($"it lists {trials.Count} trials, and its manifest gives {plan.Trials.Count}"));
        return plan with { Trials = [.. plan.Trials.Select(trial => trial with { Id = Id(folder, trials[trial.Index], trial) })] };
    }

    // A later version may know more keys, with which the hash comes out differently. What counts is that it is the same trial.
    private static string Id(ResultsFolder folder, JsonNode? written, Trial trial)
    {
        bool same = written is JsonObject && written["swept"] is JsonObject swept
            && trial.Swept.All(pair => swept[pair.Key]?.GetValue<string>() == pair.Value);
        if (same && written!["id"]?.GetValue<string>() is { } id && ResultsFolder.IsTrialId(id)) return id;
        throw Wrong(folder, FormattableString.Invariant($"trial {trial.Index} is not the one that its manifest gives"));
    }

    private static UserErrorException Wrong(ResultsFolder folder, string what) => new(ExitCode.Environment,
        $"'{folder.PlanPath}' is no plan that can be continued: {what}. Restore it, or run the manifest again in another folder.");
}
