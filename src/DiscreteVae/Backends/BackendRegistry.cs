using DiscreteVae.Backends.Blas;
using DiscreteVae.Backends.RowMajor;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Layers;
using DiscreteVae.Models;

namespace DiscreteVae.Backends;

/// <summary>A backend and, where it was chosen by timing, the figures that decided.</summary>
/// <param name="Backend">To be disposed of by the caller.</param>
/// <param name="Calibration">Null when the backend was named.</param>
public sealed record BackendSelection(IBackend Backend, CalibrationResult? Calibration);

/// <summary>The backends there are. A new one is an <see cref="IBackend"/> or an <see cref="IGemm"/>, and a line here.</summary>
public static class BackendRegistry
{
    /// <summary>The name that stands for the fastest backend on the model's own shapes.</summary>
    public const string Auto = "auto";

    /// <summary>All backends, in the order in which they are listed and tried.</summary>
    public static IReadOnlyList<BackendEntry> All { get; } =
    [
        new("simd", reproducible: true, static () => { }, threads => new SimdBackend(threads)),
        Blas(BlasVendor.Mkl),
        Blas(BlasVendor.OpenBlas),
        new("mathnet", reproducible: false, static () => { }, threads => new RowMajorBackend(new MathNetGemm(threads))),
    ];

    /// <summary>What a manifest may name: the backends and <see cref="Auto"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(entry => entry.Name), Auto];

    /// <summary>The entry of a name.</summary>
    /// <exception cref="BackendUnavailableException">There is no such backend.</exception>
    public static BackendEntry Find(string name) => All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new BackendUnavailableException(name, $"There is no backend '{name}'. Known: {string.Join(", ", Names)}.");

    /// <summary>Makes the backend of a name other than <see cref="Auto"/>.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="BackendUnavailableException">There is no such backend, or this machine cannot run it.</exception>
    public static IBackend Create(string name, int threads) => name == Auto
        ? throw new ArgumentException($"'{Auto}' is chosen by timing a model: call {nameof(Select)} with it.", nameof(name))
        : Find(name).Create(threads);

    /// <summary>
    /// Makes the backend of any name; <see cref="Auto"/> times what this machine has on the model's shapes first.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="shape">The model to be trained.</param>
    /// <param name="batchSize">Images a minibatch.</param>
    /// <param name="clock">Gives the time to the calibration.</param>
    /// <exception cref="BackendUnavailableException">There is no such backend, or this machine cannot run it.</exception>
    public static BackendSelection Select(string name, int threads, ModelShape shape, int batchSize, TimeProvider clock)
    {
        if (name != Auto) return new BackendSelection(Create(name, threads), null);
        double peak = FmaPeak.Measure(threads, clock, Calibration.PeakDuration);
        CalibrationResult result = Calibration.Run(All, threads, shape, batchSize, peak, clock);
        return new BackendSelection(Create(result.Choice, threads), result);
    }

    private static BackendEntry Blas(BlasVendor vendor) => new(vendor.Name, reproducible: false,
        () => BlasLibrary.Get(vendor), threads => new RowMajorBackend(new BlasGemm(vendor, threads)));
}
