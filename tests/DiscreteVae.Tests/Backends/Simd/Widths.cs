using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>The register widths. A test asks for each; what this machine lacks is skipped with its name.</summary>
internal static class Widths
{
    public static TheoryData<int> All => [512, 256, 128];

    public static KernelSet Get(int bits)
    {
        KernelSet kernels = bits switch { 512 => KernelSet.Bits512, 256 => KernelSet.Bits256, _ => KernelSet.Bits128 };
        Skip.IfNot(KernelSet.Available.Contains(kernels), $"This machine has no {kernels.Name}.");
        return kernels;
    }
}
