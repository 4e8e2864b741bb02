using System.Numerics;
using System.Numerics.Tensors;
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
        // Rounding may take the sum a hair below −N ln K, and a divergence is never negative.
        for (int b = 0; b < posterior.Count; b++)
            divergences[b] = Real.Max(TensorPrimitives.Sum(posterior.NegativeEntropies.Row(b)) + constant, 0);
    }

    /// <summary>Adds <paramref name="weight"/> · ∂KL/∂logits to <paramref name="gradient"/>, B × N·K.</summary>
    public static void Backward(Posterior posterior, Real weight, Matrix gradient) => Backward(posterior, [weight], gradient);

    /// <summary>The KL divergence of each latent in nats, mean over the minibatch, into <paramref name="means"/> (N).</summary>
    public static void LatentMeans(Posterior posterior, Span<Real> means)
    {
        double constant = Math.Log(posterior.Shape.Categories);
        for (int n = 0; n < means.Length; n++)
        {
            // In double: a floor is compared with it, and B float32 terms would blur the comparison.
            double sum = 0;
            for (int b = 0; b < posterior.Count; b++) sum += posterior.NegativeEntropies[b, n];
            means[n] = (Real)Math.Max(sum / posterior.Count + constant, 0);
        }
    }

    /// <summary>Adds weight_n · ∂KL_n/∂logits of each latent n to <paramref name="gradient"/>, B × N·K.</summary>
    /// <param name="posterior">q(z | x).</param>
    /// <param name="weights">N, one a latent, or one for all.</param>
    /// <param name="gradient">What is added to.</param>
    public static void Backward(Posterior posterior, Real[] weights, Matrix gradient) =>
        posterior.Share(posterior.Count, (posterior, weights, gradient), static (a, start, end) =>
        {
            int categories = a.posterior.Shape.Categories;
            ReadOnlySpan<Real> p = a.posterior.Probabilities.Span, log = a.posterior.LogProbabilities.Span;
            for (int i = start / categories; start < end; i++, start += categories)
            {
                Real weight = a.weights[i % a.weights.Length];
                if (weight == 0) continue;
                Backward(p.Slice(start, categories), log.Slice(start, categories), a.posterior.NegativeEntropies.Span[i], weight,
                    a.gradient.Span.Slice(start, categories));
            }
        });

    void IPrior.Forward(Posterior posterior, Span<Real> divergences) => Forward(posterior, divergences);

    void IPrior.LatentMeans(Posterior posterior, Span<Real> means) => LatentMeans(posterior, means);

    void IPrior.Backward(Posterior posterior, Real[] weights, Matrix gradient) => Backward(posterior, weights, gradient);

    void IPrior.Learn(Posterior posterior, ReadOnlySpan<Real> weights, IOptimizer optimizer)
    {
        // It has no parameters.
    }

    private static void Backward(ReadOnlySpan<Real> p, ReadOnlySpan<Real> log, Real mean, Real weight, Span<Real> result)
    {
        int k = 0;
        for (; k <= p.Length - Vector<Real>.Count; k += Vector<Real>.Count)
        {
            Vector<Real> probability = new(p[k..]), entropy = NegativeEntropy.Term(probability, new Vector<Real>(log[k..]));
            (new Vector<Real>(result[k..]) + weight * (entropy - probability * mean)).CopyTo(result[k..]);
        }
        for (; k < p.Length; k++) result[k] += weight * (NegativeEntropy.Term(p[k], log[k]) - p[k] * mean);
    }
}
