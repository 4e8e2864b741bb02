using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>All that <c>dvae bench</c> measured, as its JSON holds it.</summary>
public sealed record BenchReport
{
    /// <summary>The manifest's name.</summary>
    public required string Name { get; init; }

    /// <summary>The trial that was measured, with every default written out.</summary>
    public required JsonObject Trial { get; init; }

    /// <summary>Where.</summary>
    public required MachineRecord Machine { get; init; }

    /// <summary>How much arithmetic an epoch is.</summary>
    public required WorkRecord Work { get; init; }

    /// <summary>Our epochs, one entry a thread count.</summary>
    public required IReadOnlyList<EpochFigures> Epochs { get; init; }

    /// <summary>Milliseconds a minibatch of loading and binarising alone; in an epoch it runs beside the step.</summary>
    public required Spread DataMilliseconds { get; init; }

    /// <summary>Other programs, in the order given.</summary>
    public required IReadOnlyList<PeerFigures> Peers { get; init; }

    /// <summary>
    /// The most memory the process had resident by the end of its own epochs, in megabytes, before other backends were loaded; null where
    /// the system does not tell.
    /// </summary>
    public required double? PeakMegabytes { get; init; }

    /// <summary>A step's parts, for each thread count and backend.</summary>
    public required IReadOnlyList<StepProfile> Profiles { get; init; }
}

/// <summary>How much arithmetic an epoch is.</summary>
/// <param name="Encoder">Widths of the encoder.</param>
/// <param name="Decoder">Widths of the decoder.</param>
/// <param name="Images">Training images an epoch.</param>
/// <param name="BatchSize">Images a step.</param>
/// <param name="Steps">Steps an epoch.</param>
/// <param name="FlopsPerDatum">
/// Operations of the dense products of one datum's training, all of the estimator's evaluations included.
/// </param>
public sealed record WorkRecord(
    IReadOnlyList<int> Encoder, IReadOnlyList<int> Decoder, int Images, int BatchSize, int Steps, double FlopsPerDatum)
{
    /// <summary>Operations an epoch.</summary>
    public double FlopsPerEpoch => FlopsPerDatum * Images;
}

/// <summary>Whole training epochs with one number of threads.</summary>
/// <param name="Threads">Threads of the arithmetic.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Description">Its library, version and kernels.</param>
/// <param name="Seconds">Of each epoch, after one to warm up.</param>
/// <param name="FmaPeak">GFLOP/s of that many threads, each measured beside the epoch of the same place.</param>
/// <param name="ShareOfFmaBound">The time the dense arithmetic takes at that peak, by the epoch's time.</param>
/// <param name="PresentFma">
/// GFLOP/s that other programs and tenants leave of the peak to that many threads, on the average of some time before and after each epoch.
/// </param>
/// <param name="ShareOfPresentFma">The time the dense arithmetic takes at that rate, by the epoch's time.</param>
/// <param name="BytesPerStep">Allocated by the whole pipeline, a step.</param>
/// <param name="FullCollections">Collections of the whole heap, in all these epochs.</param>
public sealed record EpochFigures(int Threads, string Backend, string Description, Spread Seconds, Spread FmaPeak, Spread ShareOfFmaBound,
    Spread PresentFma, Spread ShareOfPresentFma, Spread BytesPerStep, int FullCollections);

/// <summary>Another program, run in turn with our epochs.</summary>
/// <param name="Command">As given.</param>
/// <param name="Seconds">An epoch; one value a run, the median of its epochs.</param>
/// <param name="Ratios">How many times as long as ours, one entry a thread count of ours.</param>
public sealed record PeerFigures(string Command, Spread Seconds, IReadOnlyList<PeerRatio> Ratios);

/// <summary>A peer's seconds by ours.</summary>
/// <param name="Threads">Our threads.</param>
/// <param name="Ratio">The quotient of the medians.</param>
/// <param name="Minimum">The least quotient of a turn.</param>
/// <param name="Maximum">The greatest quotient of a turn.</param>
public sealed record PeerRatio(int Threads, double Ratio, double Minimum, double Maximum)
{
    /// <summary>Compares values that were measured in turn.</summary>
    public static PeerRatio Of(int threads, Spread peer, Spread ours)
    {
        double[] turns = [.. peer.Values.Zip(ours.Values, (theirs, own) => theirs / own)];
        return new PeerRatio(threads, peer.Median / ours.Median, turns.Min(), turns.Max());
    }
}
