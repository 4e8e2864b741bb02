using System.Runtime.CompilerServices;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>What follows a product while its tile is in the first-level cache. A tile's rows lie one behind the other.</summary>
internal static unsafe class Elementwise<TOps, TVector>
    where TOps : struct, IVectorOps<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBiasAndActivate(float* values, int rows, float* bias, float negativeSlope)
    {
        TVector slope = TOps.Create(negativeSlope);
        float* end = values + rows * Blocked.Width;
        for (int column = 0; column < Blocked.Width; column += TOps.Width)
        {
            TVector offset = TOps.Load(bias + column);
            for (float* value = values + column; value < end; value += Blocked.Width)
            {
                TVector sum = TOps.Add(TOps.Load(value), offset);
                if (negativeSlope != 1) sum = TOps.WherePositive(sum, sum, TOps.Multiply(slope, sum));
                TOps.Store(sum, value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyByDerivative(float* gradient, float* x, int rows, float negativeSlope)
    {
        TVector slope = TOps.Create(negativeSlope);
        for (int i = 0; i < rows * Blocked.Width; i += TOps.Width)
        {
            TVector value = TOps.Load(gradient + i);
            TOps.Store(TOps.WherePositive(TOps.Load(x + i), value, TOps.Multiply(slope, value)), gradient + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* values, int rows, float factor)
    {
        TVector multiplier = TOps.Create(factor);
        for (int i = 0; i < rows * Blocked.Width; i += TOps.Width)
        {
            TOps.Store(TOps.Multiply(TOps.Load(values + i), multiplier), values + i);
        }
    }
}
