namespace DiscreteVae.Research.Trials;

/// <summary>How far a trial is to be run, and what it leaves.</summary>
/// <param name="LastEpoch">The trial's last epoch, or a rung's.</param>
/// <param name="Pictures">Whether it leaves pictures at its end.</param>
internal readonly record struct TrialTarget(int LastEpoch, bool Pictures);
