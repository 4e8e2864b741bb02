using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>How far a trial is to be run, and what it leaves beside its tables.</summary>
/// <param name="LastEpoch">The trial's last epoch, or a rung's.</param>
/// <param name="Pictures">Whether it leaves pictures at its end.</param>
/// <param name="Tensorboard">Whether it writes event files for TensorBoard.</param>
internal readonly record struct TrialTarget(int LastEpoch, bool Pictures, bool Tensorboard)
{
    /// <summary>A trial to its end, as its plan has it, whoever launches it.</summary>
    public static TrialTarget Of(ExperimentPlan plan, Trial trial) =>
        new(trial.Manifest.Training.Epochs, plan.DrawsPictures, plan.Tensorboard);
}
