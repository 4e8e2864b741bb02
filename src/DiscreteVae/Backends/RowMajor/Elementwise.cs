using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DiscreteVae.Layers;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>
/// What surrounds the products of a dense layer, one pass over the data each. An element's result does not depend on its place.
/// </summary>
internal static class Elementwise
{
    /// <summary>row ← f(row + bias).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBiasAndActivate(Span<Real> row, ReadOnlySpan<Real> bias, Activation activation)
    {
        Real slope = activation.NegativeSlope;
        int length = row.Length, width = Vector512<Real>.Count, i = 0;
        ref Real y = ref MemoryMarshal.GetReference(row), b = ref MemoryMarshal.GetReference(bias[..length]);
        for (; i <= length - width; i += width)
        {
            Vector512<Real> a = Vector512.LoadUnsafe(ref y, (nuint)i) + Vector512.LoadUnsafe(ref b, (nuint)i);
            Vector512.ConditionalSelect(Vector512.GreaterThan(a, default), a, a * slope).StoreUnsafe(ref y, (nuint)i);
        }
        for (; i < length; i++)
        {
            Real a = row[i] + bias[i];
            row[i] = a > 0 ? a : a * slope;
        }
    }

    /// <summary>gradient ← gradient ∘ f'(x), where f' is read off f's value x: 1 above 0, else the negative slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyByDerivative(Span<Real> gradient, ReadOnlySpan<Real> values, Activation activation)
    {
        Real slope = activation.NegativeSlope;
        int length = gradient.Length, width = Vector512<Real>.Count, i = 0;
        ref Real g = ref MemoryMarshal.GetReference(gradient), x = ref MemoryMarshal.GetReference(values[..length]);
        for (; i <= length - width; i += width)
        {
            var gi = Vector512.LoadUnsafe(ref g, (nuint)i);
            Vector512<Real> above = Vector512.GreaterThan(Vector512.LoadUnsafe(ref x, (nuint)i), default);
            Vector512.ConditionalSelect(above, gi, gi * slope).StoreUnsafe(ref g, (nuint)i);
        }
        for (; i < length; i++) gradient[i] = values[i] > 0 ? gradient[i] : gradient[i] * slope;
    }
}
