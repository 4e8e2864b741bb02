using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The Jacobian of a softmax applied to a gradient, latent by latent: J(q) v = q ∘ (v − ⟨q, v⟩) with q = softmax(θ) is the gradient by θ,
/// and (1/τ) J(q) v with q = softmax(θ / τ) is that of the tempered one.
/// </summary>
internal static class SoftmaxJacobian
{
    /// <summary>Overwrites <paramref name="gradient"/> with scale · J(q) v.</summary>
    /// <param name="posterior">Whose threads share the work.</param>
    /// <param name="probabilities">q, R × N·K.</param>
    /// <param name="upstream">v, R × N·K.</param>
    /// <param name="scale">The factor in front.</param>
    /// <param name="gradient">R × N·K; may be <paramref name="upstream"/>.</param>
    public static void Apply(Posterior posterior, Matrix probabilities, Matrix upstream, Real scale, Matrix gradient)
    {
        int rows = probabilities.Rows;
        posterior.Share(rows, (posterior.Shape.Categories, q: probabilities, v: upstream, scale, gradient: gradient.WithRows(rows)),
            static (a, start, end) =>
                Apply(a.q.Span[start..end], a.v.Span[start..end], a.Categories, a.scale, a.gradient.Span[start..end]));
    }

    /// <summary>Adds scale · J(q) v to <paramref name="gradient"/>; otherwise as <see cref="Apply(Posterior, Matrix, Matrix, Real, Matrix)"/>.</summary>
    public static void Add(Posterior posterior, Matrix probabilities, Matrix upstream, Real scale, Matrix gradient) =>
        posterior.Share(probabilities.Rows, (posterior.Shape.Categories, q: probabilities, v: upstream, scale, gradient),
            static (a, start, end) => Add(a.q.Span[start..end], a.v.Span[start..end], a.Categories, a.scale, a.gradient.Span[start..end]));

    /// <summary>The same of whole latents one after another.</summary>
    public static void Apply(ReadOnlySpan<Real> probabilities, ReadOnlySpan<Real> upstream, int categories, Real scale, Span<Real> gradient)
    {
        Check(probabilities, upstream, gradient);
        ref Real q = ref MemoryMarshal.GetReference(probabilities);
        ref Real v = ref MemoryMarshal.GetReference(upstream);
        ref Real result = ref MemoryMarshal.GetReference(gradient);
        for (int i = 0, last = probabilities.Length; i < last;)
        {
            Real mean = Dot(ref Unsafe.Add(ref q, i), ref Unsafe.Add(ref v, i), categories);
            int end = i + categories;
            for (; i <= end - Vector256<Real>.Count; i += Vector256<Real>.Count)
                Product(ref q, ref v, i, mean, scale).StoreUnsafe(ref result, (nuint)i);
            for (; i < end; i++) Unsafe.Add(ref result, i) = scale * Unsafe.Add(ref q, i) * (Unsafe.Add(ref v, i) - mean);
        }
    }

    /// <summary>The same, added.</summary>
    public static void Add(ReadOnlySpan<Real> probabilities, ReadOnlySpan<Real> upstream, int categories, Real scale, Span<Real> gradient)
    {
        Check(probabilities, upstream, gradient);
        ref Real q = ref MemoryMarshal.GetReference(probabilities);
        ref Real v = ref MemoryMarshal.GetReference(upstream);
        ref Real result = ref MemoryMarshal.GetReference(gradient);
        for (int i = 0, last = probabilities.Length; i < last;)
        {
            Real mean = Dot(ref Unsafe.Add(ref q, i), ref Unsafe.Add(ref v, i), categories);
            int end = i + categories;
            for (; i <= end - Vector256<Real>.Count; i += Vector256<Real>.Count)
                (Vector256.LoadUnsafe(ref result, (nuint)i) + Product(ref q, ref v, i, mean, scale)).StoreUnsafe(ref result, (nuint)i);
            for (; i < end; i++) Unsafe.Add(ref result, i) += scale * Unsafe.Add(ref q, i) * (Unsafe.Add(ref v, i) - mean);
        }
    }

    // What lies beyond the spans is out of bounds for the references.
    private static void Check(ReadOnlySpan<Real> probabilities, ReadOnlySpan<Real> upstream, Span<Real> gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(upstream.Length, probabilities.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, probabilities.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Real Dot(ref Real q, ref Real v, int count)
    {
        int k = 0;
        Vector256<Real> sums = default;
        for (; k <= count - Vector256<Real>.Count; k += Vector256<Real>.Count)
            sums += Vector256.LoadUnsafe(ref q, (nuint)k) * Vector256.LoadUnsafe(ref v, (nuint)k);
        Real sum = k > 0 ? Vector256.Sum(sums) : 0;
        for (; k < count; k++) sum += Unsafe.Add(ref q, k) * Unsafe.Add(ref v, k);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<Real> Product(ref Real q, ref Real v, int i, Real mean, Real scale) =>
        scale * Vector256.LoadUnsafe(ref q, (nuint)i) * (Vector256.LoadUnsafe(ref v, (nuint)i) - Vector256.Create(mean));
}
