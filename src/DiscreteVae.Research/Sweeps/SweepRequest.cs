namespace DiscreteVae.Research.Sweeps;

/// <summary>How a sweep is to run.</summary>
public sealed record SweepRequest
{
    /// <summary>Trials at once; 0 shares the cores out.</summary>
    public int Parallel { get; init; }

    /// <summary>The first trial that fails or diverges stops the others, each with a checkpoint.</summary>
    public bool FailFast { get; init; }
}
