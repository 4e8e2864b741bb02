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
        gradient.WithRows(probabilities.Rows);
        Share(posterior, probabilities, upstream, scale, gradient, add: false);
    }

    /// <summary>Adds scale · J(q) v to <paramref name="gradient"/>; the parameters are those of <see cref="Apply"/>.</summary>
    public static void Add(Posterior posterior, Matrix probabilities, Matrix upstream, Real scale, Matrix gradient) =>
        Share(posterior, probabilities, upstream, scale, gradient, add: true);

    /// <summary>gradient = scale · J(q) v of whole latents one after another, added to what is there or in its place.</summary>
    public static void Multiply(
        ReadOnlySpan<Real> probabilities, ReadOnlySpan<Real> upstream, int categories, Real scale, Span<Real> gradient, bool add)
    {
        // What lies beyond the spans is out of bounds for the references.
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length % categories, 0, nameof(probabilities));
        ArgumentOutOfRangeException.ThrowIfNotEqual(upstream.Length, probabilities.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, probabilities.Length);
        ref Real q = ref MemoryMarshal.GetReference(probabilities);
        ref Real v = ref MemoryMarshal.GetReference(upstream);
        ref Real result = ref MemoryMarshal.GetReference(gradient);
        for (int i = 0, last = probabilities.Length; i < last;)
        {
            Real mean = Dot(ref Unsafe.Add(ref q, i), ref Unsafe.Add(ref v, i), categories);
            int end = i + categories;
            for (; i <= end - Vector256<Real>.Count; i += Vector256<Real>.Count)
            {
                Vector256<Real> product = scale * Vector256.LoadUnsafe(ref q, (nuint)i) * (Vector256.LoadUnsafe(ref v, (nuint)i) - Vector256.Create(mean));
                if (add) product += Vector256.LoadUnsafe(ref result, (nuint)i);
                product.StoreUnsafe(ref result, (nuint)i);
            }
            for (; i < end; i++)
            {
                Real product = scale * Unsafe.Add(ref q, i) * (Unsafe.Add(ref v, i) - mean);
                Unsafe.Add(ref result, i) = add ? Unsafe.Add(ref result, i) + product : product;
            }
        }
    }

    private static void Share(Posterior posterior, Matrix probabilities, Matrix upstream, Real scale, Matrix gradient, bool add) =>
        posterior.Share(probabilities.Rows, (posterior.Shape.Categories, q: probabilities, v: upstream, scale, gradient, add),
            static (a, start, end) => Multiply(
                a.q.Span[start..end], a.v.Span[start..end], a.Categories, a.scale, a.gradient.Span[start..end], a.add));

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
}
