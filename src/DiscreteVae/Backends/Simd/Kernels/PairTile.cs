using System.Runtime.CompilerServices;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>
/// <see cref="Tile"/> over two panels: c[r][0 .. 4 V − 1] = Σ_k a[r][k] · b[k][0 .. 4 V − 1], in the same order of additions, so that
/// the numbers are the same. A row's factor serves four multiply-adds instead of two, and 6 × 64 reads less than 10 × 32: where another
/// thread of the same core competes for decoders and caches, a product is 8 % faster. The weights to come are asked for meanwhile:
/// they lie in memory, and waiting for them costs 12 to 20 % of a product.
/// </summary>
internal static unsafe class PairTile
{
    /// <summary>
    /// Summed features between two requests for memory, 48 cycles of arithmetic: a burst would fill the processor's few places for lines on
    /// their way, which the product needs itself.
    /// </summary>
    public const int StepsAtOnce = 4;

    /// <summary>Computes one tile; the parameters are those of <see cref="KernelSet.ProductOfPair"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TOps, TVector, TRows>(
        float* a, nint blockStride, int count, float* b, nint panelStride, float* c, bool add, float* ahead, int lines)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
        where TRows : struct, IRows
    {
        TVector first0 = default, second0 = default, third0 = default, fourth0 = default;
        TVector first1 = default, second1 = default, third1 = default, fourth1 = default;
        TVector first2 = default, second2 = default, third2 = default, fourth2 = default;
        TVector first3 = default, second3 = default, third3 = default, fourth3 = default;
        TVector first4 = default, second4 = default, third4 = default, fourth4 = default;
        TVector first5 = default, second5 = default, third5 = default, fourth5 = default;
        float* other = c + blockStride;
        if (add)
        {
            Load<TOps, TVector>(c, other, out first0, out second0, out third0, out fourth0);
            if (TRows.Count > 1)
                Load<TOps, TVector>(c + Blocked.Width, other + Blocked.Width, out first1, out second1, out third1, out fourth1);
            if (TRows.Count > 2)
                Load<TOps, TVector>(c + 2 * Blocked.Width, other + 2 * Blocked.Width, out first2, out second2, out third2, out fourth2);
            if (TRows.Count > 3)
                Load<TOps, TVector>(c + 3 * Blocked.Width, other + 3 * Blocked.Width, out first3, out second3, out third3, out fourth3);
            if (TRows.Count > 4)
                Load<TOps, TVector>(c + 4 * Blocked.Width, other + 4 * Blocked.Width, out first4, out second4, out third4, out fourth4);
            if (TRows.Count > 5)
                Load<TOps, TVector>(c + 5 * Blocked.Width, other + 5 * Blocked.Width, out first5, out second5, out third5, out fourth5);
        }
        for (; count > 0; count -= Blocked.Width, a += blockStride)
        {
            float* element = a;
            for (int left = Math.Min(count, Blocked.Width); left > 0; left -= StepsAtOnce)
            {
                for (int line = 0; line < lines; line++, ahead += Blocked.Line) TOps.Prefetch(ahead);
                for (int k = Math.Min(left, StepsAtOnce); k > 0; k--, element++, b += Blocked.Width)
                {
                    TVector first = TOps.Load(b), second = TOps.Load(b + TOps.Width);
                    TVector third = TOps.Load(b + panelStride), fourth = TOps.Load(b + panelStride + TOps.Width);
                    TVector factor = TOps.Create(element[0]);
                    first0 = TOps.MultiplyAdd(factor, first, first0);
                    second0 = TOps.MultiplyAdd(factor, second, second0);
                    third0 = TOps.MultiplyAdd(factor, third, third0);
                    fourth0 = TOps.MultiplyAdd(factor, fourth, fourth0);
                    if (TRows.Count > 1)
                    {
                        factor = TOps.Create(element[Blocked.Width]);
                        first1 = TOps.MultiplyAdd(factor, first, first1);
                        second1 = TOps.MultiplyAdd(factor, second, second1);
                        third1 = TOps.MultiplyAdd(factor, third, third1);
                        fourth1 = TOps.MultiplyAdd(factor, fourth, fourth1);
                    }
                    if (TRows.Count > 2)
                    {
                        factor = TOps.Create(element[2 * Blocked.Width]);
                        first2 = TOps.MultiplyAdd(factor, first, first2);
                        second2 = TOps.MultiplyAdd(factor, second, second2);
                        third2 = TOps.MultiplyAdd(factor, third, third2);
                        fourth2 = TOps.MultiplyAdd(factor, fourth, fourth2);
                    }
                    if (TRows.Count > 3)
                    {
                        factor = TOps.Create(element[3 * Blocked.Width]);
                        first3 = TOps.MultiplyAdd(factor, first, first3);
                        second3 = TOps.MultiplyAdd(factor, second, second3);
                        third3 = TOps.MultiplyAdd(factor, third, third3);
                        fourth3 = TOps.MultiplyAdd(factor, fourth, fourth3);
                    }
                    if (TRows.Count > 4)
                    {
                        factor = TOps.Create(element[4 * Blocked.Width]);
                        first4 = TOps.MultiplyAdd(factor, first, first4);
                        second4 = TOps.MultiplyAdd(factor, second, second4);
                        third4 = TOps.MultiplyAdd(factor, third, third4);
                        fourth4 = TOps.MultiplyAdd(factor, fourth, fourth4);
                    }
                    if (TRows.Count > 5)
                    {
                        factor = TOps.Create(element[5 * Blocked.Width]);
                        first5 = TOps.MultiplyAdd(factor, first, first5);
                        second5 = TOps.MultiplyAdd(factor, second, second5);
                        third5 = TOps.MultiplyAdd(factor, third, third5);
                        fourth5 = TOps.MultiplyAdd(factor, fourth, fourth5);
                    }
                }
            }
        }
        Store<TOps, TVector>(first0, second0, third0, fourth0, c, other);
        if (TRows.Count > 1) Store<TOps, TVector>(first1, second1, third1, fourth1, c + Blocked.Width, other + Blocked.Width);
        if (TRows.Count > 2) Store<TOps, TVector>(first2, second2, third2, fourth2, c + 2 * Blocked.Width, other + 2 * Blocked.Width);
        if (TRows.Count > 3) Store<TOps, TVector>(first3, second3, third3, fourth3, c + 3 * Blocked.Width, other + 3 * Blocked.Width);
        if (TRows.Count > 4) Store<TOps, TVector>(first4, second4, third4, fourth4, c + 4 * Blocked.Width, other + 4 * Blocked.Width);
        if (TRows.Count > 5) Store<TOps, TVector>(first5, second5, third5, fourth5, c + 5 * Blocked.Width, other + 5 * Blocked.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TOps, TVector>(
        float* row, float* other, out TVector first, out TVector second, out TVector third, out TVector fourth)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
    {
        first = TOps.Load(row);
        second = TOps.Load(row + TOps.Width);
        third = TOps.Load(other);
        fourth = TOps.Load(other + TOps.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TOps, TVector>(TVector first, TVector second, TVector third, TVector fourth, float* row, float* other)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
    {
        TOps.Store(first, row);
        TOps.Store(second, row + TOps.Width);
        TOps.Store(third, other);
        TOps.Store(fourth, other + TOps.Width);
    }
}
