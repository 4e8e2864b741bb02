using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// Says at which epochs' ends a checkpoint is due: every n epochs, or after m minutes. Reads the clock's timestamps, which nobody sets.
/// </summary>
internal sealed class CheckpointTimer(CheckpointSection section, TimeProvider clock)
{
    private int _epoch;
    private long _written = clock.GetTimestamp();

    /// <summary>Whether the epoch that just ended is to be kept.</summary>
    public bool IsDue(int epoch) =>
        (section.EveryEpochs > 0 && epoch - _epoch >= section.EveryEpochs)
        || (section.EveryMinutes > 0 && clock.GetElapsedTime(_written).TotalMinutes >= section.EveryMinutes);

    /// <summary>A checkpoint of an epoch is on the disk; the next is due from here.</summary>
    public void Written(int epoch) => (_epoch, _written) = (epoch, clock.GetTimestamp());
}
