using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>
/// The kernels for one width of the registers. Every pointer is to memory in the layout of <see cref="Blocked"/>; "row" means 32
/// floats. All of them give the same numbers however rows and column blocks are split among calls.
/// </summary>
internal abstract unsafe class KernelSet
{
    /// <summary>512-bit registers.</summary>
    public static KernelSet Bits512 { get; } = new KernelSet<Ops512, Vector512<float>>("AVX-512");

    /// <summary>256-bit registers.</summary>
    public static KernelSet Bits256 { get; } = new KernelSet<Ops256, Vector256<float>>("AVX2 and FMA");

    /// <summary>128-bit registers.</summary>
    public static KernelSet Bits128 { get; } = new KernelSet<Ops128, Vector128<float>>("128-bit vectors");

    /// <summary>All that this machine runs at full speed, widest first.</summary>
    public static IReadOnlyList<KernelSet> Available { get; } =
    [
        .. Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? [Bits512] : Array.Empty<KernelSet>(),
        .. Vector256.IsHardwareAccelerated && Fma.IsSupported ? [Bits256] : Array.Empty<KernelSet>(),
        Bits128,
    ];

    /// <summary>The instruction set, for the record.</summary>
    public abstract string Name { get; }

    /// <summary>The most rows <see cref="Product"/> takes.</summary>
    public abstract int TileRows { get; }

    /// <summary>The most rows <see cref="ProductOfPair"/> takes; 0 where it is not to be used.</summary>
    public abstract int PairRows { get; }

    /// <summary>The share of ones in an input above which <see cref="Product"/> beats sums over the ones, as measured.</summary>
    public abstract double WorthwhileDensity { get; }

    /// <summary>c[r] = Σ_k a[r, k] b[k] in ascending k, for 1 to <see cref="TileRows"/> rows.</summary>
    /// <param name="a">The first row of the tile in the first block of features.</param>
    /// <param name="blockStride">From a block of features to the next.</param>
    /// <param name="count">Summed features.</param>
    /// <param name="b">A panel of weights, a row a summed feature.</param>
    /// <param name="c">The result's rows, overwritten.</param>
    /// <param name="rows">Rows of the tile.</param>
    public abstract void Product(float* a, nint blockStride, int count, float* b, float* c, int rows);

    /// <summary>
    /// <see cref="Product"/> over two panels at once, for 1 to <see cref="PairRows"/> rows: half as many instructions a multiply-add are
    /// spent on a. Meanwhile it asks for memory that is needed next.
    /// </summary>
    /// <param name="a">The first row of the tile in the first block of features.</param>
    /// <param name="blockStride">From a block to the next, in a and in the result.</param>
    /// <param name="count">Summed features.</param>
    /// <param name="b">The first panel.</param>
    /// <param name="panelStride">From it to the second.</param>
    /// <param name="c">The result's rows in the first block.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="add">Whether the sums go on from what is in c; else they begin at +0.</param>
    /// <param name="ahead">The memory to ask for; any readable or unreadable address will do.</param>
    /// <param name="lines">Cache lines to ask for with every four summed features.</param>
    public abstract void ProductOfPair(
        float* a, nint blockStride, int count, float* b, nint panelStride, float* c, int rows, bool add, float* ahead, int lines);

    /// <summary>tile[i] = Σ_r x[r, i] delta[r] for 8 inputs i and 32 outputs, in ascending r.</summary>
    public abstract void WeightGradient(float* x, float* delta, int rows, float* tile);

    /// <summary>
    /// sum = Σ_j rows[indices[j]] in ascending j, from +0 or from what is there: what <see cref="Product"/> gives for zeros and
    /// ones.
    /// </summary>
    public abstract void SumRows(float* rows, ReadOnlySpan<ushort> indices, float* sum, bool add);

    /// <summary>The same over two panels at once, which halves what there is to read of the indices.</summary>
    public abstract void SumRowPairs(
        float* first, float* second, ReadOnlySpan<ushort> indices, float* firstSum, float* secondSum, bool add);

    /// <summary>sum = Σ_r values[r] in ascending r.</summary>
    public abstract void SumAll(float* values, int rows, float* sum);

    /// <summary>values = f(values + bias), row by row.</summary>
    public abstract void AddBiasAndActivate(float* values, int rows, float* bias, float negativeSlope);

    /// <summary>gradient ∘= f'(x), read off x = f(a).</summary>
    public abstract void MultiplyByDerivative(float* gradient, float* x, int rows, float negativeSlope);

    /// <summary>Multiplies the rows by one number.</summary>
    public abstract void Scale(float* values, int rows, float factor);

    /// <summary>The Bernoulli loss of one datum in nats, and its gradient in place of the logits when wanted.</summary>
    /// <param name="logits">The datum's row in the first block; what pads the last block comes out as 0.</param>
    /// <param name="blockStride">From a block of features to the next.</param>
    /// <param name="targets">Whole blocks of targets, the lanes above <paramref name="width"/> 0.</param>
    /// <param name="width">D.</param>
    /// <param name="gradient">Whether the gradient is wanted.</param>
    public abstract float BernoulliRow(float* logits, nint blockStride, float* targets, int width, bool gradient);

    /// <summary>e^x of whole rows.</summary>
    public abstract void Exp(float* values, int rows);
}
