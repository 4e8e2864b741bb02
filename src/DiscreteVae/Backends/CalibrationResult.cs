using System.Globalization;

namespace DiscreteVae.Backends;

/// <summary>What calibration found out about one backend.</summary>
/// <param name="Name">The name in manifests.</param>
/// <param name="Description">Library, version and kernels; null when it was not made.</param>
/// <param name="StepMilliseconds">The fastest train step seen; null when none was timed.</param>
/// <param name="Note">Why it was not timed or was given up, and what to do about it; null when there is nothing to say.</param>
public sealed record BackendTiming(string Name, string? Description, double? StepMilliseconds, string? Note);

/// <summary>The choice of <c>auto</c> with everything it rests on, for printing and for the record.</summary>
/// <param name="Choice">The name of the chosen backend.</param>
/// <param name="Threads">Threads a backend used.</param>
/// <param name="Images">Images a timed step.</param>
/// <param name="Milliseconds">What the timing took.</param>
/// <param name="PreparationMilliseconds">What loading libraries and compiling code took besides.</param>
/// <param name="Timings">One entry a backend, in the registry's order.</param>
public sealed record CalibrationResult(
    string Choice,
    int Threads,
    int Images,
    double Milliseconds,
    double PreparationMilliseconds,
    IReadOnlyList<BackendTiming> Timings)
{
    /// <summary>One line: the choice, then each backend's milliseconds a step or the reason why it has none.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Choice} ({string.Join("; ", Timings.Select(Describe))}; a step of {Images} images on {Threads} threads)");

    private static string Describe(BackendTiming timing) => timing.StepMilliseconds is { } milliseconds
        ? string.Create(CultureInfo.InvariantCulture, $"{timing.Name} {milliseconds:f2} ms")
        : $"{timing.Name}: {timing.Note}";
}
