using System.Runtime.CompilerServices;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>
/// Σ_j rows[indices[j]]: the product of a row of zeros and ones with a panel, over the ones only. Both this and
/// <see cref="Tile"/> add in the same order from +0, a sum that began so is never −0, and 0 · w adds nothing to it: for finite
/// weights the results are the same to the last bit.
/// </summary>
internal static unsafe class RowSum
{
    /// <summary>Over one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One<TOps, TVector>(float* rows, ReadOnlySpan<ushort> indices, float* sum, bool add)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
    {
        for (int column = 0; column < Blocked.Width; column += 2 * TOps.Width)
        {
            TVector low = add ? TOps.Load(sum + column) : default;
            TVector high = add ? TOps.Load(sum + column + TOps.Width) : default;
            foreach (ushort index in indices)
            {
                float* row = rows + (nint)index * Blocked.Width + column;
                low = TOps.Add(low, TOps.Load(row));
                high = TOps.Add(high, TOps.Load(row + TOps.Width));
            }
            TOps.Store(low, sum + column);
            TOps.Store(high, sum + column + TOps.Width);
        }
    }

    /// <summary>Over two panels: four chains of additions hide each other's latency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Two<TOps, TVector>(
        float* first, float* second, ReadOnlySpan<ushort> indices, float* firstSum, float* secondSum, bool add)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
    {
        for (int column = 0; column < Blocked.Width; column += 2 * TOps.Width)
        {
            TVector firstLow = default, firstHigh = default, secondLow = default, secondHigh = default;
            if (add)
            {
                firstLow = TOps.Load(firstSum + column);
                firstHigh = TOps.Load(firstSum + column + TOps.Width);
                secondLow = TOps.Load(secondSum + column);
                secondHigh = TOps.Load(secondSum + column + TOps.Width);
            }
            foreach (ushort index in indices)
            {
                nint offset = (nint)index * Blocked.Width + column;
                firstLow = TOps.Add(firstLow, TOps.Load(first + offset));
                firstHigh = TOps.Add(firstHigh, TOps.Load(first + offset + TOps.Width));
                secondLow = TOps.Add(secondLow, TOps.Load(second + offset));
                secondHigh = TOps.Add(secondHigh, TOps.Load(second + offset + TOps.Width));
            }
            TOps.Store(firstLow, firstSum + column);
            TOps.Store(firstHigh, firstSum + column + TOps.Width);
            TOps.Store(secondLow, secondSum + column);
            TOps.Store(secondHigh, secondSum + column + TOps.Width);
        }
    }

    /// <summary>Over every row of one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void All<TOps, TVector>(float* rows, int count, float* sum)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
    {
        for (int column = 0; column < Blocked.Width; column += 2 * TOps.Width)
        {
            TVector low = default, high = default;
            for (float* row = rows + column; row < rows + (nint)count * Blocked.Width; row += Blocked.Width)
            {
                low = TOps.Add(low, TOps.Load(row));
                high = TOps.Add(high, TOps.Load(row + TOps.Width));
            }
            TOps.Store(low, sum + column);
            TOps.Store(high, sum + column + TOps.Width);
        }
    }
}
