using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Section <c>sweep:random</c>: settings are drawn from the axes, lists and ranges alike, and one of the cases with each. A setting is
/// drawn once; every setting is trained with every seed of <c>sweep:seeds</c>.
/// </summary>
public sealed record RandomSearchOptions
{
    /// <summary>How many different settings; at least 1, default 20.</summary>
    [Range(1, 100_000)]
    public int Budget { get; init; } = 20;

    /// <summary>Decides what is drawn; the seeds of the trials are their own. At least 0, default 0.</summary>
    [Range(0L, long.MaxValue)]
    public long Seed { get; init; }
}
