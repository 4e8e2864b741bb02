namespace DiscreteVae.Research.Manifests;

/// <summary>What the times of a schedule count.</summary>
public enum ScheduleUnit
{
    /// <summary>Steps of the optimiser.</summary>
    Step,

    /// <summary>Passes over the training images; between them in fractions, step by step.</summary>
    Epoch,

    /// <summary>The fraction of the whole run that has passed: 0 at its beginning, 1 at its end.</summary>
    Run,
}
