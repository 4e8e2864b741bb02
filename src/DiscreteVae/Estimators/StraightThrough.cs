using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// Straight-through: z ~ Cat(p) goes forward, and backward the sample is taken for softmax(θ / τ): (1/τ) J(p_τ) ∂f/∂z with
/// J(q) v = q ∘ (v − ⟨q, v⟩). Exact for f linear in z at τ = 1. Bengio, Léonard and Courville, 2013, arXiv 1308.3432.
/// </summary>
public sealed class StraightThrough(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly TemperedSoftmax _tempered = new(shape);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("straight-through", Unbiased: false, UsesTemperature: true, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: true, "Bengio, Léonard and Courville, 2013, arXiv 1308.3432")
    {
        ExactForLinear = true,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        objective.Evaluate(_sample.Draw(posterior, noise, lane: 1), losses);
        objective.Learn(codeGradient: _codeGradient);
        Matrix probabilities = _tempered.Forward(posterior, posterior.Logits, temperature);
        SoftmaxJacobian.Apply(posterior, probabilities, _codeGradient, 1 / temperature, gradient);
    }
}
