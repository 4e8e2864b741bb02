using System.Runtime.InteropServices;

namespace DiscreteVae.Backends.Blas;

/// <summary>
/// What OpenBLAS's name for a processor says of its kernels. A version older than the processor may not know it and fall back to
/// <c>Prescott</c>, with 128-bit vectors: 0.3.21 does so on an Emerald Rapids and reaches 31 instead of 125 GFLOP/s.
/// </summary>
internal static class OpenBlasCores
{
    private static readonly string[] Wide = ["SkylakeX", "Cooperlake", "SapphireRapids"];
    private static readonly string[] Middling = ["Haswell", "Zen", "Excavator"];

    /// <summary>
    /// What to do about kernels narrower than the processor's vectors; null where they are as wide, and on other architectures.
    /// </summary>
    /// <param name="core">What <c>openblas_get_corename</c> says.</param>
    /// <param name="architecture">Of this process.</param>
    /// <param name="vectorBits">The widest vectors that the processor adds and multiplies.</param>
    public static string? Advice(string core, Architecture architecture, int vectorBits)
    {
        int bits = Is(Wide, core) ? 512 : Is(Middling, core) ? 256 : 128;
        if (architecture != Architecture.X64 || bits >= vectorBits) return null;
        string better = vectorBits == 512 ? "SkylakeX" : "Haswell";
        return $"{core} kernels use {bits} of this processor's {vectorBits} bits: set OPENBLAS_CORETYPE={better} before the program starts";
    }

    private static bool Is(string[] cores, string core) => cores.Contains(core, StringComparer.OrdinalIgnoreCase);
}
