using DiscreteVae.Layers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Sweeps;

/// <summary>Who watches a sweep. Called from the threads of the trials, several at once.</summary>
internal interface ISweepProgress
{
    /// <summary>Before the first trial.</summary>
    void Started(ExperimentPlan plan, int pending, CoreShare share);

    /// <summary>A trial has its backend and begins; the meter follows its steps.</summary>
    void Begun(Trial trial, IBackend backend, TrainingMeter meter);

    /// <summary>A trial finished an epoch.</summary>
    void Epoch(Trial trial, EpochReport report);

    /// <summary>A trial completed, failed or diverged.</summary>
    void Ended(Trial trial, TrialState state);

    /// <summary>A trial was interrupted and has written its checkpoint.</summary>
    void Interrupted(Trial trial);
}
