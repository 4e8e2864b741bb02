using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Sweeps;

/// <summary>What the tables need to know of a plan.</summary>
internal static class TrialRecords
{
    /// <summary>A record for each trial, in the plan's order.</summary>
    public static IReadOnlyList<TrialRecord> Of(ExperimentPlan plan) =>
        [.. plan.Trials.Select(trial => new TrialRecord(trial.Id, trial.Manifest.Training.Seed, trial.Swept))];
}
