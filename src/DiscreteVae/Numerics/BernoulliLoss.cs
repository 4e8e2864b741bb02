using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Numerics;

/// <summary>
/// The negative log-likelihood of Bernoulli pixels from their logits: −ln p(x | l) = Σ_d max(l, 0) − l x + ln(1 + e^−|l|) nats, and its
/// gradient σ(l) − x. Finite for every finite logit; x may be any number in [0, 1].
/// </summary>
public static class BernoulliLoss
{
    // ln(1 + e^-|l|) is summed as the logarithm of a product, one logarithm for this many factors in [1, 2].
    private const int FactorsPerLogarithm = 64;

    /// <summary>One image. A pixel with |l| above ln 2^24 contributes |its| error below 6e-8 nats in float32.</summary>
    /// <param name="logits">l; overwritten with the gradient when <paramref name="gradient"/> is set.</param>
    /// <param name="targets">x, as long.</param>
    /// <param name="gradient">Whether the gradient is wanted.</param>
    /// <returns>The loss in nats.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Real Row(Span<Real> logits, ReadOnlySpan<Real> targets, bool gradient)
    {
        int width = Vector512<Real>.Count, length = logits.Length;
        ref Real l = ref MemoryMarshal.GetReference(logits);
        ref Real x = ref MemoryMarshal.GetReference(targets[..length]);
        Vector512<Real> one = Vector512.Create((Real)1), linear = default, logarithms = default, product = one;
        int i = 0;
        for (int factors = 0; i <= length - width; i += width)
        {
            var logit = Vector512.LoadUnsafe(ref l, (nuint)i);
            var target = Vector512.LoadUnsafe(ref x, (nuint)i);
            Vector512<Real> exponential = Vector512.Exp(-Vector512.Abs(logit)), denominator = one + exponential;
            linear += Vector512.Max(logit, default) - logit * target;
            product *= denominator;
            if (++factors == FactorsPerLogarithm)
            {
                logarithms += Vector512.Log(product);
                product = one;
                factors = 0;
            }
            if (!gradient) continue;
            Vector512<Real> numerator = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(logit, default), one, exponential);
            (numerator / denominator - target).StoreUnsafe(ref l, (nuint)i);
        }
        Real sum = Vector512.Sum(linear + logarithms + Vector512.Log(product));
        for (; i < length; i++)
        {
            Real logit = logits[i], target = targets[i], exponential = Real.Exp(-Real.Abs(logit));
            sum += Real.Max(logit, 0) - logit * target + Real.LogP1(exponential);
            if (gradient) logits[i] = (logit >= 0 ? 1 : exponential) / (1 + exponential) - target;
        }
        return sum;
    }

    /// <summary>σ(l), in place: the mean of a Bernoulli pixel.</summary>
    public static void Mean(Span<Real> logits)
    {
        foreach (ref Real logit in logits)
        {
            Real exponential = Real.Exp(-Real.Abs(logit));
            logit = (logit >= 0 ? 1 : exponential) / (1 + exponential);
        }
    }
}
