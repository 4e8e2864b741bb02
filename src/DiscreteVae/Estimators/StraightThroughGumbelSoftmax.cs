using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// Straight-through Gumbel-Softmax: y = softmax((θ + G) / τ), G standard Gumbel, its one-hot arg max z goes to the decoder, and
/// backward (1/τ) J(y) g with g = ∂f/∂z at z and J(q) v = q ∘ (v − ⟨q, v⟩). z ~ Cat(p) whatever τ. Jang, Gu and Poole, 2017,
/// arXiv 1611.01144.
/// </summary>
public sealed class StraightThroughGumbelSoftmax(LatentShape shape) : IGradientEstimator
{
    private readonly Matrix _perturbed = new(0, shape.Width);
    private readonly Matrix _codes = new(0, shape.Width);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly TemperedSoftmax _relaxed = new(shape);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("straight-through-gumbel-softmax", Unbiased: false, UsesTemperature: true, Relaxed: false,
        Evaluations: 1, UsesCodeGradient: true, "Jang, Gu and Poole, 2017, arXiv 1611.01144");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        GumbelNoise.Perturb(posterior, posterior.Logits, noise, lane: 1, _perturbed);
        GumbelNoise.OneHotMaximum(posterior, _perturbed, _codes);
        objective.Evaluate(_codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        Matrix relaxed = _relaxed.Forward(posterior, _perturbed, temperature);
        SoftmaxJacobian.Apply(posterior, relaxed, _codeGradient, 1 / temperature, gradient);
    }
}
