using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Models;

/// <summary>
/// p(z) = Π_n Cat(z_n; π_n), independent latents, so that KL(q ‖ p) = Σ_n ⟨p_n, ln p_n − ln π_n⟩ nats is a sum over categories, exact and
/// with exact gradients: the same for every estimator.
/// </summary>
public interface IPrior
{
    /// <summary>ln π, N·K.</summary>
    ReadOnlySpan<Real> LogProbabilities { get; }

    /// <summary>The KL divergence of each datum in nats, into <paramref name="divergences"/> (B).</summary>
    void Forward(Posterior posterior, Span<Real> divergences);

    /// <summary>The KL divergence of each latent in nats, mean over the minibatch, into <paramref name="means"/> (N).</summary>
    void LatentMeans(Posterior posterior, Span<Real> means);

    /// <summary>Adds weight_n · ∂KL_n/∂logits of each latent n to <paramref name="gradient"/>, B × N·K.</summary>
    /// <param name="posterior">q(z | x).</param>
    /// <param name="weights">N, one a latent; an array, since a span cannot be shared by threads.</param>
    /// <param name="gradient">What is added to.</param>
    void Backward(Posterior posterior, Real[] weights, Matrix gradient);

    /// <summary>Updates the prior's own parameters with the gradient of Σ_n weight_n · KL_n, mean over the minibatch.</summary>
    /// <param name="posterior">q(z | x).</param>
    /// <param name="weights">N, one a latent.</param>
    /// <param name="optimizer">Has begun its step.</param>
    void Learn(Posterior posterior, ReadOnlySpan<Real> weights, IOptimizer optimizer);
}
