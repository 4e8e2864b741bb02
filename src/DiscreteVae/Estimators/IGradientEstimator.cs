using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// Estimates ∂/∂logits of E over z ~ Cat(softmax(logits)) of f(z), where f is the reconstruction loss −ln p(x | z) in nats.
/// The KL to the prior is not an estimator's business: it is analytic, with its exact gradient.
/// </summary>
/// <remarks>
/// The one method serves pathwise estimators (one evaluation, the gradient of f by z), score-function estimators (only the values
/// of f), multi-sample and control-variate estimators and exact enumeration. An estimator must call
/// <see cref="ILatentObjective.Learn"/> exactly once, last, at the codes whose loss the decoder is to be trained on.
/// </remarks>
public interface IGradientEstimator
{
    /// <summary>What the estimator claims of itself; tests measure every claim.</summary>
    EstimatorTraits Traits { get; }

    /// <summary>
    /// Overwrites <paramref name="gradient"/> with an estimate for each datum of the minibatch, unscaled: row b is
    /// ∂E[f_b]/∂logits_b, not divided by B.
    /// </summary>
    /// <param name="posterior">q(z | x), B × N·K.</param>
    /// <param name="objective">f, called as often as the estimator likes.</param>
    /// <param name="temperature">τ &gt; 0; ignored where <see cref="EstimatorTraits.UsesTemperature"/> is false.</param>
    /// <param name="noise">All the randomness there is: equal noise gives equal estimates.</param>
    /// <param name="losses">B; overwritten with each datum's loss as the estimator saw it, averaged over its samples.</param>
    /// <param name="gradient">B × N·K; overwritten.</param>
    void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise,
        Span<Real> losses, Matrix gradient);
}
