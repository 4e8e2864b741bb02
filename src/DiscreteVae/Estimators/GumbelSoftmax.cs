using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The relaxed sample y = softmax((θ + G) / τ), G standard Gumbel, goes to the decoder, and backward (1/τ) J(y) ∂f/∂y. The
/// training loss is that of the relaxed model; evaluation always uses one-hot codes. Jang, Gu and Poole, 2017, arXiv 1611.01144; Maddison,
/// Mnih and Teh, 2017, arXiv 1611.00712.
/// </summary>
public sealed class GumbelSoftmax(LatentShape shape) : IGradientEstimator
{
    private readonly Matrix _perturbed = new(0, shape.Width);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly TemperedSoftmax _relaxed = new(shape);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("gumbel-softmax", Unbiased: false, UsesTemperature: true, Relaxed: true, Evaluations: 1,
        UsesCodeGradient: true, "Jang, Gu and Poole, 2017, arXiv 1611.01144; Maddison, Mnih and Teh, 2017, arXiv 1611.00712");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        GumbelNoise.Perturb(posterior, posterior.Logits, noise, lane: 1, _perturbed);
        Matrix relaxed = _relaxed.Forward(posterior, _perturbed, temperature);
        objective.Evaluate(relaxed, losses);
        objective.Learn(codeGradient: _codeGradient);
        SoftmaxJacobian.Apply(posterior, relaxed, _codeGradient, 1 / temperature, gradient);
    }
}
