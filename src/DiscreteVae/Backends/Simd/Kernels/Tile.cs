using System.Runtime.CompilerServices;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>
/// The register tile under every dense product: c[r][0 .. 2 V − 1] = Σ_k a[r][k] · b[k][0 .. 2 V − 1], V the lanes of a vector.
/// Each number is one chain of multiply-adds in ascending k, from +0, whatever the tile's size: rows and columns may be split as
/// one likes.
/// </summary>
internal static unsafe class Tile
{
    /// <summary>Computes one tile.</summary>
    /// <param name="a">Blocks of 32 summed elements where the sum runs over features, one block where it runs over data.</param>
    /// <param name="blockStride">From one block of a to the next.</param>
    /// <param name="blockLength">Summed elements a block.</param>
    /// <param name="count">Summed elements in all.</param>
    /// <param name="b">Rows of 32, one a summed element.</param>
    /// <param name="c">Rows of 32; overwritten.</param>
    // Named accumulators stay in registers; an array would live in memory. What lies above TRows is not compiled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TOps, TVector, TRows, TWalk>(
        float* a, nint blockStride, int blockLength, int count, float* b, float* c)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
        where TRows : struct, IRows
        where TWalk : struct, IWalk
    {
        TVector low0 = default, high0 = default, low1 = default, high1 = default;
        TVector low2 = default, high2 = default, low3 = default, high3 = default;
        TVector low4 = default, high4 = default, low5 = default, high5 = default;
        TVector low6 = default, high6 = default, low7 = default, high7 = default;
        TVector low8 = default, high8 = default, low9 = default, high9 = default;
        for (; count > 0; count -= blockLength, a += blockStride)
        {
            float* element = a;
            for (int k = Math.Min(count, blockLength); k > 0; k--, element += TWalk.Step, b += Blocked.Width)
            {
                TVector low = TOps.Load(b), high = TOps.Load(b + TOps.Width), factor = TOps.Create(element[0]);
                low0 = TOps.MultiplyAdd(factor, low, low0);
                high0 = TOps.MultiplyAdd(factor, high, high0);
                if (TRows.Count > 1)
                {
                    factor = TOps.Create(element[TWalk.RowStride]);
                    low1 = TOps.MultiplyAdd(factor, low, low1);
                    high1 = TOps.MultiplyAdd(factor, high, high1);
                }
                if (TRows.Count > 2)
                {
                    factor = TOps.Create(element[2 * TWalk.RowStride]);
                    low2 = TOps.MultiplyAdd(factor, low, low2);
                    high2 = TOps.MultiplyAdd(factor, high, high2);
                }
                if (TRows.Count > 3)
                {
                    factor = TOps.Create(element[3 * TWalk.RowStride]);
                    low3 = TOps.MultiplyAdd(factor, low, low3);
                    high3 = TOps.MultiplyAdd(factor, high, high3);
                }
                if (TRows.Count > 4)
                {
                    factor = TOps.Create(element[4 * TWalk.RowStride]);
                    low4 = TOps.MultiplyAdd(factor, low, low4);
                    high4 = TOps.MultiplyAdd(factor, high, high4);
                }
                if (TRows.Count > 5)
                {
                    factor = TOps.Create(element[5 * TWalk.RowStride]);
                    low5 = TOps.MultiplyAdd(factor, low, low5);
                    high5 = TOps.MultiplyAdd(factor, high, high5);
                }
                if (TRows.Count > 6)
                {
                    factor = TOps.Create(element[6 * TWalk.RowStride]);
                    low6 = TOps.MultiplyAdd(factor, low, low6);
                    high6 = TOps.MultiplyAdd(factor, high, high6);
                }
                if (TRows.Count > 7)
                {
                    factor = TOps.Create(element[7 * TWalk.RowStride]);
                    low7 = TOps.MultiplyAdd(factor, low, low7);
                    high7 = TOps.MultiplyAdd(factor, high, high7);
                }
                if (TRows.Count > 8)
                {
                    factor = TOps.Create(element[8 * TWalk.RowStride]);
                    low8 = TOps.MultiplyAdd(factor, low, low8);
                    high8 = TOps.MultiplyAdd(factor, high, high8);
                }
                if (TRows.Count > 9)
                {
                    factor = TOps.Create(element[9 * TWalk.RowStride]);
                    low9 = TOps.MultiplyAdd(factor, low, low9);
                    high9 = TOps.MultiplyAdd(factor, high, high9);
                }
            }
        }
        Store<TOps, TVector>(low0, high0, c);
        if (TRows.Count > 1) Store<TOps, TVector>(low1, high1, c + Blocked.Width);
        if (TRows.Count > 2) Store<TOps, TVector>(low2, high2, c + 2 * Blocked.Width);
        if (TRows.Count > 3) Store<TOps, TVector>(low3, high3, c + 3 * Blocked.Width);
        if (TRows.Count > 4) Store<TOps, TVector>(low4, high4, c + 4 * Blocked.Width);
        if (TRows.Count > 5) Store<TOps, TVector>(low5, high5, c + 5 * Blocked.Width);
        if (TRows.Count > 6) Store<TOps, TVector>(low6, high6, c + 6 * Blocked.Width);
        if (TRows.Count > 7) Store<TOps, TVector>(low7, high7, c + 7 * Blocked.Width);
        if (TRows.Count > 8) Store<TOps, TVector>(low8, high8, c + 8 * Blocked.Width);
        if (TRows.Count > 9) Store<TOps, TVector>(low9, high9, c + 9 * Blocked.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TOps, TVector>(TVector low, TVector high, float* row)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
    {
        TOps.Store(low, row);
        TOps.Store(high, row + TOps.Width);
    }
}
