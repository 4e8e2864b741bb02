using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// MuProp: REINFORCE with the first-order expansion of f at the mean code p as control variate. z ~ Cat(p), g = ∂f/∂z at p, and
/// (f(z) − f(p) − ⟨g, z − p⟩)(z − p) + J(p) g per latent, J(q) v = q ∘ (v − ⟨q, v⟩), the inner product over all latents.
/// Unbiased, without variance for linear f. The decoder learns from z; the mean code costs one more evaluation and backward pass.
/// Gu, Levine, Sutskever and Mnih, 2016, arXiv 1511.05176.
/// </summary>
public sealed class MuProp(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly Matrix _advantages = new(0, 1);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("muprop", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: 2,
        UsesCodeGradient: true, "Gu, Levine, Sutskever and Mnih, 2016, arXiv 1511.05176");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        Span<Real> advantages = _advantages.WithRows(count).Span;
        objective.Evaluate(posterior.Probabilities, advantages);
        objective.Gradient(_codeGradient.WithRows(count));
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<Real> z = codes.Row(b), p = posterior.Probabilities.Row(b), g = _codeGradient.Row(b);
            Real linear = 0;
            for (int i = 0; i < z.Length; i++) linear += g[i] * (z[i] - p[i]);
            advantages[b] = losses[b] - advantages[b] - linear;
        }
        LogSoftmax.SoftmaxBackward(posterior.Probabilities, _codeGradient, shape.Categories, 1, gradient.WithRows(count));
        ScoreFunction.Add(posterior, codes, advantages, gradient);
        objective.Learn();
    }
}
