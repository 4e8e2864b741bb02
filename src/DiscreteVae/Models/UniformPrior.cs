using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Models;

/// <summary>
/// p(z) = K^−N. KL(q ‖ p) = Σ_n ⟨p_n, ln p_n⟩ + N ln K nats, exactly, with gradient p ∘ (ln p − ⟨p, ln p⟩) by the logits: the same for
/// every estimator.
/// </summary>
public static class UniformPrior
{
    /// <summary>The KL divergence of each datum in nats, into <paramref name="divergences"/> (B).</summary>
    public static void Forward(Posterior posterior, Span<Real> divergences)
    {
        Real constant = (Real)posterior.Shape.MaximumKl;
        for (int b = 0; b < posterior.Count; b++)
        {
            ReadOnlySpan<Real> p = posterior.Probabilities.Row(b), log = posterior.LogProbabilities.Row(b);
            Real sum = 0;
            for (int i = 0; i < p.Length; i++) sum += NegativeEntropy(p[i], log[i]);
            // Rounding may take the sum a hair below −N ln K, and a divergence is never negative.
            divergences[b] = Real.Max(sum + constant, 0);
        }
    }

    /// <summary>Adds <paramref name="weight"/> · ∂KL/∂logits to <paramref name="gradient"/>, B × N·K.</summary>
    public static void Backward(Posterior posterior, Real weight, Matrix gradient)
    {
        int categories = posterior.Shape.Categories;
        ReadOnlySpan<Real> p = posterior.Probabilities.Span, log = posterior.LogProbabilities.Span;
        Span<Real> result = gradient.Span;
        for (int start = 0; start < p.Length; start += categories)
        {
            Real mean = 0;
            for (int k = start; k < start + categories; k++) mean += NegativeEntropy(p[k], log[k]);
            for (int k = start; k < start + categories; k++) result[k] += weight * (NegativeEntropy(p[k], log[k]) - p[k] * mean);
        }
    }

    // p ln p with 0 · −∞ = 0.
    private static Real NegativeEntropy(Real p, Real log) => p > 0 ? p * log : 0;
}
