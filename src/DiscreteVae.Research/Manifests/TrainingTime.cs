namespace DiscreteVae.Research.Manifests;

/// <summary>Where a training run stands, for its schedules.</summary>
/// <param name="Step">Steps of the optimiser so far.</param>
/// <param name="StepsPerEpoch">Steps of one pass over the training images.</param>
/// <param name="Epochs">Passes of the whole run.</param>
public readonly record struct TrainingTime(long Step, long StepsPerEpoch, int Epochs)
{
    /// <summary>The time in a unit.</summary>
    public double In(ScheduleUnit unit) => unit switch
    {
        ScheduleUnit.Epoch => (double)Step / StepsPerEpoch,
        ScheduleUnit.Run => Step / ((double)StepsPerEpoch * Epochs),
        _ => Step,
    };
}
