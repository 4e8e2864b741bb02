using DiscreteVae.Layers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Sweeps;

/// <summary>Who watches a sweep. Called from the threads of the trials, several at once.</summary>
internal interface ISweepProgress
{
    /// <summary>Before the first trial.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="states">The states of all its trials, in the plan's order.</param>
    /// <param name="share">How the cores are shared.</param>
    void Started(ExperimentPlan plan, IReadOnlyList<TrialState> states, CoreShare share);

    /// <summary>A trial has its backend and begins, or goes on behind an epoch; the meter follows its steps.</summary>
    void Begun(Trial trial, IBackend backend, int? resumedFrom, TrainingMeter meter);

    /// <summary>Something about a trial that its user should know.</summary>
    void Noted(Trial trial, string note);

    /// <summary>A trial finished an epoch.</summary>
    void Epoch(Trial trial, EpochReport report);

    /// <summary>A trial completed, failed or diverged, or was pruned.</summary>
    void Ended(Trial trial, TrialState state);

    /// <summary>A trial was interrupted and has written its checkpoint.</summary>
    void Interrupted(Trial trial);
}
