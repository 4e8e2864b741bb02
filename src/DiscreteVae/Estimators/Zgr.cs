using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// ZGR, ½ [J(p) g + (z − p) ⟨z − p, g⟩] per latent with z ~ Cat(p), g = ∂f/∂z and J(q) v = q ∘ (v − ⟨q, v⟩): the mean of
/// straight-through and DARN, whose biases for quadratic f cancel. Exact for linear and quadratic f, has no temperature, is the
/// limit of straight-through Gumbel-Softmax at temperature 0 with the noise averaged out, and is <see cref="ReinMax"/> at
/// temperature 1 state by state. Shekhovtsov, "Cold analysis of Rao-Blackwellized straight-through Gumbel-Softmax gradient
/// estimator", 2023, ICML.
/// </summary>
public sealed class Zgr(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("zgr", Unbiased: false, UsesTemperature: false, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: true, "Shekhovtsov, 2023, ICML")
    {
        ExactForLinear = true,
        ExactForQuadratic = true,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        SoftmaxJacobian.Apply(posterior, posterior.Probabilities, _codeGradient, (Real)0.5, gradient);
        Darn.AddSampled(posterior, codes, _codeGradient, (Real)0.5, gradient);
    }
}
