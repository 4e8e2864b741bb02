using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Section <c>checkpoint</c>: how much work a kill or a power failure may cost. A trial that is asked to stop (Ctrl-C, SIGTERM)
/// loses none. Never changes a number.
/// </summary>
public sealed record CheckpointSection
{
    /// <summary>Epochs from one checkpoint to the next; 0, the default, leaves it to the minutes.</summary>
    [Range(0, 10_000_000)]
    public int EveryEpochs { get; init; }

    /// <summary>Minutes after which an epoch ends with a checkpoint; 0 leaves it to the epochs. Default 1.</summary>
    [Range(0.0, 1e6)]
    public double EveryMinutes { get; init; } = 1;

    /// <summary>Checkpoints kept while a trial trains, the newest included; default 2.</summary>
    [Range(1, 1000)]
    public int Keep { get; init; } = 2;
}
