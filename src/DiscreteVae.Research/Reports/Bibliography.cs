using System.Text.Json;
using System.Text.Json.Nodes;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Results;
using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Reports;

/// <summary>What one estimator or schedule is from.</summary>
/// <param name="Use">What it is here, such as "estimator reinmax".</param>
/// <param name="Source">Authors, year and arXiv id; null where nobody need be cited.</param>
internal sealed record Citation(string Use, string? Source);

/// <summary>The sources of exactly the estimators and schedules that an experiment uses.</summary>
internal static class Bibliography
{
    private static readonly string[] Scheduled = ["temperature", "klWeight", "training:learningRate"];

    // Every estimator can be made for it.
    private static readonly EstimatorContext Any = new(new LatentShape(2, 2), Samples: 2);

    /// <summary>The citations, estimators first, each once.</summary>
    public static IReadOnlyList<Citation> Of(ExperimentResults results)
    {
        var uses = new List<Citation>();
        foreach (TrialResults trial in results.Trials)
        {
            JsonNode manifest = trial.Manifest ?? results.Manifest;
            if (Name(trial, manifest, "estimator:name") is { } estimator) uses.Add(new Citation($"estimator {estimator}", OfEstimator(estimator)));
        }
        foreach (TrialResults trial in results.Trials)
        {
            foreach (string key in Scheduled)
            {
                if (Name(trial, trial.Manifest ?? results.Manifest, $"{key}:schedule") is { } schedule)
                    uses.Add(new Citation($"{schedule} schedule of {Words(key)}", OfSchedule(schedule)));
            }
        }
        return [.. uses.Distinct()];
    }

    /// <summary>An estimator's source; null for a name of another version.</summary>
    internal static string? OfEstimator(string name) =>
        GradientEstimators.All.Find(name)?.Create()(Any).Traits.Reference;

    private static string? OfSchedule(string name) => ScheduleRegistry.All.Find(name)?.Create().Reference;

    // A trial that has not begun has no manifest of its own: what the sweep sets in it, or else the experiment's.
    private static string? Name(TrialResults trial, JsonNode manifest, string key)
    {
        if (trial.Manifest is null && trial.Swept(key) is { Length: > 0 } swept) return swept;
        JsonNode? node = manifest;
        foreach (string part in key.Split(':')) node = (node as JsonObject)?[part];
        return node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
    }

    private static string Words(string key) => key switch
    {
        "temperature" => "the temperature",
        "klWeight" => "the KL's weight",
        _ => "the learning rate",
    };
}
