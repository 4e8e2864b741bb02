using System.Numerics;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Models;

/// <summary>
/// p(z) = K^−N. KL(q ‖ p) = Σ_n ⟨p_n, ln p_n⟩ + N ln K nats, exactly, with gradient p ∘ (ln p − ⟨p, ln p⟩) by the logits: the same for
/// every estimator.
/// </summary>
public sealed class UniformPrior(LatentShape shape) : IPrior
{
    private readonly Real[] _logProbabilities = [.. Enumerable.Repeat((Real)(-Math.Log(shape.Categories)), shape.Width)];

    /// <inheritdoc/>
    public ReadOnlySpan<Real> LogProbabilities => _logProbabilities;

    /// <summary>The KL divergence of each datum in nats, into <paramref name="divergences"/> (B).</summary>
    public static void Forward(Posterior posterior, Span<Real> divergences)
    {
        Real constant = (Real)posterior.Shape.MaximumKl;
        for (int b = 0; b < posterior.Count; b++)
        {
            ReadOnlySpan<Real> p = posterior.Probabilities.Row(b), log = posterior.LogProbabilities.Row(b);
            // Rounding may take the sum a hair below −N ln K, and a divergence is never negative.
            divergences[b] = Real.Max(NegativeEntropy(p, log) + constant, 0);
        }
    }

    /// <summary>Adds <paramref name="weight"/> · ∂KL/∂logits to <paramref name="gradient"/>, B × N·K.</summary>
    public static void Backward(Posterior posterior, Real weight, Matrix gradient)
    {
        int categories = posterior.Shape.Categories;
        ReadOnlySpan<Real> p = posterior.Probabilities.Span, log = posterior.LogProbabilities.Span;
        for (int start = 0; start < p.Length; start += categories)
            Backward(p.Slice(start, categories), log.Slice(start, categories), weight, gradient.Span.Slice(start, categories));
    }

    /// <summary>The KL divergence of each latent in nats, mean over the minibatch, into <paramref name="means"/> (N).</summary>
    public static void LatentMeans(Posterior posterior, Span<Real> means)
    {
        int categories = posterior.Shape.Categories;
        double constant = Math.Log(categories);
        for (int n = 0; n < means.Length; n++)
        {
            // In double: a floor is compared with it, and B · K float32 terms would blur the comparison.
            double sum = 0;
            for (int b = 0; b < posterior.Count; b++)
            {
                ReadOnlySpan<Real> p = posterior.Probabilities.Row(b), log = posterior.LogProbabilities.Row(b);
                for (int k = n * categories; k < (n + 1) * categories; k++) sum += NegativeEntropy(p[k], log[k]);
            }
            means[n] = (Real)Math.Max(sum / posterior.Count + constant, 0);
        }
    }

    /// <summary>Adds weight_n · ∂KL_n/∂logits of each latent n to <paramref name="gradient"/>, B × N·K.</summary>
    /// <param name="posterior">q(z | x).</param>
    /// <param name="weights">N, one a latent.</param>
    /// <param name="gradient">What is added to.</param>
    public static void Backward(Posterior posterior, ReadOnlySpan<Real> weights, Matrix gradient)
    {
        int categories = posterior.Shape.Categories;
        ReadOnlySpan<Real> p = posterior.Probabilities.Span, log = posterior.LogProbabilities.Span;
        for (int start = 0; start < p.Length; start += categories)
        {
            Real weight = weights[start / categories % weights.Length];
            if (weight != 0) Backward(p.Slice(start, categories), log.Slice(start, categories), weight, gradient.Span.Slice(start, categories));
        }
    }

    void IPrior.Forward(Posterior posterior, Span<Real> divergences) => Forward(posterior, divergences);

    void IPrior.LatentMeans(Posterior posterior, Span<Real> means) => LatentMeans(posterior, means);

    void IPrior.Backward(Posterior posterior, ReadOnlySpan<Real> weights, Matrix gradient) => Backward(posterior, weights, gradient);

    void IPrior.Learn(Posterior posterior, ReadOnlySpan<Real> weights, IOptimizer optimizer)
    {
        // It has no parameters.
    }

    private static void Backward(ReadOnlySpan<Real> p, ReadOnlySpan<Real> log, Real weight, Span<Real> result)
    {
        Real mean = NegativeEntropy(p, log);
        int k = 0;
        for (; k <= p.Length - Vector<Real>.Count; k += Vector<Real>.Count)
        {
            Vector<Real> probability = new(p[k..]), entropy = NegativeEntropy(probability, new Vector<Real>(log[k..]));
            (new Vector<Real>(result[k..]) + weight * (entropy - probability * mean)).CopyTo(result[k..]);
        }
        for (; k < p.Length; k++) result[k] += weight * (NegativeEntropy(p[k], log[k]) - p[k] * mean);
    }

    private static Real NegativeEntropy(ReadOnlySpan<Real> p, ReadOnlySpan<Real> log)
    {
        Vector<Real> sums = default;
        int k = 0;
        for (; k <= p.Length - Vector<Real>.Count; k += Vector<Real>.Count)
            sums += NegativeEntropy(new Vector<Real>(p[k..]), new Vector<Real>(log[k..]));
        Real sum = k > 0 ? Vector.Sum(sums) : 0;
        for (; k < p.Length; k++) sum += NegativeEntropy(p[k], log[k]);
        return sum;
    }

    private static Vector<Real> NegativeEntropy(Vector<Real> p, Vector<Real> log) =>
        Vector.ConditionalSelect(Vector.GreaterThan(p, default), p * log, default);

    // p ln p with 0 · −∞ = 0.
    private static Real NegativeEntropy(Real p, Real log) => p > 0 ? p * log : 0;
}
