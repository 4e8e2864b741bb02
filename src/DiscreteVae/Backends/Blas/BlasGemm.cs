using System.Runtime.InteropServices;
using DiscreteVae.Backends.RowMajor;

namespace DiscreteVae.Backends.Blas;

/// <summary>
/// A native BLAS in float32. It works on column-major arrays, so the row-major C = A B is asked for as Cᵀ = Bᵀ Aᵀ.
/// </summary>
public sealed unsafe class BlasGemm : IGemm
{
    // Read by OpenBLAS when it is loaded; they force kernels and blocks, which may be better or worse than its own choice.
    private static readonly string[] ForcingVariables = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

    private readonly BlasVendor _vendor;
    private readonly BlasLibrary _library;

    /// <summary>Takes the vendor's library, loading it when nobody has yet.</summary>
    /// <exception cref="BackendUnavailableException">The library is not on this machine.</exception>
    public BlasGemm(BlasVendor vendor, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _vendor = vendor;
        _library = BlasLibrary.Get(vendor);
        Threads = threads;
    }

    /// <inheritdoc/>
    public string Name => _vendor.Name;

    /// <inheritdoc/>
    public string Description => Describe(_library, Environment.GetEnvironmentVariable);

    /// <inheritdoc/>
    public int Threads { get; }

    /// <inheritdoc/>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, float alpha, float[] a, float[] b, float beta,
        float[] c)
    {
        if ((long)m * k > a.Length || (long)k * n > b.Length || (long)m * n > c.Length)
        {
            throw new ArgumentException(
                $"An array is too short for {m} x {k} times {k} x {n}: lengths {a.Length}, {b.Length}, {c.Length}.");
        }
        if (m == 0 || n == 0) return;
        _library.UseThreads(Threads);
        fixed (float* pa = a, pb = b, pc = c)
        {
            int leadingA = Leading(transposeA ? m : k), leadingB = Leading(transposeB ? k : n);
            _library.Sgemm(transposeB, transposeA, n, m, k, alpha, pb, leadingB, pa, leadingA, beta, pc, n);
        }
    }

    /// <summary>The library's version and file, and what in the environment may slow it.</summary>
    internal static string Describe(BlasLibrary library, Func<string, string?> environment)
    {
        string description = $"{library.Version} ({library.File})";
        if (!library.ControlsThreads) description += "; decides on its threads itself";
        if (!library.Version.StartsWith("OpenBLAS", StringComparison.Ordinal)) return description;
        string[] forced = [.. ForcingVariables.Where(name => !string.IsNullOrEmpty(environment(name)))
            .Select(name => $"{name}={environment(name)}")];
        if (forced.Length > 0) description += $"; {string.Join(" and ", forced)} {(forced.Length == 1 ? "is" : "are")} set";
        string? advice = library.OpenBlasCore is { } core
            ? OpenBlasCores.Advice(core, RuntimeInformation.ProcessArchitecture, FmaPeak.VectorBits) : null;
        return advice is null ? description : $"{description}; {advice}";
    }

    // BLAS wants a leading dimension of at least 1 even of an empty array.
    private static int Leading(int columns) => Math.Max(columns, 1);
}
