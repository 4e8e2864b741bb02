using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="MuProp"/>.</summary>
public sealed record MuPropOptions
{
    /// <summary>
    /// η at the start, and throughout where it is not adaptive; 1 is the published one, 0 is REINFORCE without a baseline.
    /// </summary>
    [Range(-100.0, 100.0)]
    public double Eta { get; init; } = 1;

    /// <summary>Whether η follows its least-variance value over the minibatches seen.</summary>
    public bool Adaptive { get; init; }
}

/// <summary>
/// MuProp: REINFORCE with the first-order expansion of f at the mean code p as control variate. z ~ Cat(p), g = ∂f/∂z at p, and
/// (f(z) − η (f(p) + ⟨g, z − p⟩))(z − p) + η J(p) g per latent, J(q) v = q ∘ (v − ⟨q, v⟩), the inner product over all latents.
/// Unbiased for any η, at η = 1 without variance for linear f. The decoder learns from z; the mean code costs one more evaluation and
/// backward pass. Gu, Levine, Sutskever and Mnih, 2016, arXiv 1511.05176; the learned scale is REBAR's (arXiv 1703.07370).
/// </summary>
public sealed class MuProp(LatentShape shape, MuPropOptions options) : IGradientEstimator, IStateful
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly Matrix _control = new(0, shape.Width);
    private readonly Matrix _expansion = new(0, 1);
    private readonly ControlVariateScale _eta = new(options.Eta, options.Adaptive);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("muprop", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: 2,
        UsesCodeGradient: true, "Gu, Levine, Sutskever and Mnih, 2016, arXiv 1511.05176");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        Span<Real> expansion = _expansion.WithRows(count).Span;
        objective.Evaluate(posterior.Probabilities, expansion);
        objective.Gradient(_codeGradient.WithRows(count));
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<Real> z = codes.Row(b), p = posterior.Probabilities.Row(b), g = _codeGradient.Row(b);
            for (int i = 0; i < z.Length; i++) expansion[b] += g[i] * (z[i] - p[i]);
            expansion[b] = -expansion[b];
        }
        SoftmaxJacobian.Apply(posterior, posterior.Probabilities, _codeGradient, 1, _control);
        ScoreFunction.Add(posterior, codes, expansion, _control);
        ScoreFunction.Weigh(posterior, codes, losses, gradient);
        _eta.Add(_control, gradient);
        objective.Learn();
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor) => _eta.VisitState(visitor);
}
