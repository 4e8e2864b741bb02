using DiscreteVae.Layers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Terminal;

/// <summary>No progress, but a line for each trial that does not complete.</summary>
internal sealed class FailuresOnly(TextWriter error) : ISweepProgress
{
    public void Started(ExperimentPlan plan, IReadOnlyList<TrialState> states, CoreShare share)
    {
    }

    public void Begun(Trial trial, IBackend backend, int? resumedFrom, TrainingMeter meter)
    {
    }

    public void Noted(Trial trial, string note) => error.WriteLine($"[{trial.Index + 1} {trial.Id}] note: {note}");

    public void Epoch(Trial trial, EpochReport report)
    {
    }

    public void Ended(Trial trial, TrialState state)
    {
        if (state.HasFailed)
            error.WriteLine($"[{trial.Index + 1} {trial.Id}] {state.Status.ToString().ToLowerInvariant()}: {state.Reason}");
    }

    public void Interrupted(Trial trial) => error.WriteLine($"[{trial.Index + 1} {trial.Id}] interrupted; its checkpoint is written");
}
