using DiscreteVae.Research.Terminal;

namespace DiscreteVae.Research.Sweeps;

/// <summary>How a sweep is to run.</summary>
public sealed record SweepRequest
{
    /// <summary>Trials write event files for TensorBoard, also where the manifest does not ask for them.</summary>
    public bool Tensorboard { get; init; }

    /// <summary>How progress is shown.</summary>
    public ProgressMode Progress { get; init; }

    /// <summary>Trials at once; 0 shares the cores out.</summary>
    public int Parallel { get; init; }

    /// <summary>The first trial that fails or diverges stops the others, each with a checkpoint.</summary>
    public bool FailFast { get; init; }
}
