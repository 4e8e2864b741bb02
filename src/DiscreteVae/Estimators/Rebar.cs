using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="Rebar"/>.</summary>
public sealed record RebarOptions
{
    /// <summary>η at the start, and throughout where it is not adaptive; 0 is REINFORCE without a baseline.</summary>
    [Range(-100.0, 100.0)]
    public double Eta { get; init; } = 1;

    /// <summary>Whether η follows its least-variance value over the minibatches seen.</summary>
    public bool Adaptive { get; init; } = true;
}

/// <summary>
/// REBAR: REINFORCE with the relaxed loss as control variate. v = ln p + G and z its one-hot arg max; ṽ is another such v given
/// z. With s = softmax(v / λ), c(v) = f(s), d(v) = (1/λ) J(s) ∂f/∂s, w_k = (E_k / p_k) / (E_k / p_k + E_z) for k ≠ z and w_z = 0
/// (E the exponentials behind ṽ), per latent: (f(z) − η c(ṽ))(z − p) + η [d(v) − (w ∘ d(ṽ) − p ⟨1, w ∘ d(ṽ)⟩)]. Unbiased for any
/// λ, the scheduled temperature, and any η. Three evaluations and three backward passes; the decoder learns from z. Tucker, Mnih,
/// Maddison, Lawson and Sohl-Dickstein, 2017, arXiv 1703.07370. There λ and η descend the variance's gradient; here η follows its
/// least-variance value in closed form and λ its schedule.
/// </summary>
public sealed class Rebar(LatentShape shape, RebarOptions options) : IGradientEstimator, IStateful
{
    private readonly ConditionalRelaxation _relaxation = new(shape);
    private readonly Matrix _both = new(0, shape.Width);
    private readonly Matrix _slopes = new(0, shape.Width);
    private readonly Matrix _values = new(0, 1);
    private readonly Matrix _control = new(0, shape.Width);
    private readonly ControlVariateScale _eta = new(options.Eta, options.Adaptive);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("rebar", Unbiased: true, UsesTemperature: true, Relaxed: false, Evaluations: 3,
        UsesCodeGradient: true, "Tucker, Mnih, Maddison, Lawson and Sohl-Dickstein, 2017, arXiv 1703.07370");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        _relaxation.Draw(posterior, noise);
        _relaxation.Relax(posterior, temperature, _both);
        Span<Real> values = _values.WithRows(2 * count).Span;
        objective.Evaluate(_both, values);
        objective.Gradient(_slopes.WithRows(2 * count));
        objective.Evaluate(_relaxation.Codes, losses);
        _relaxation.Backward(posterior, temperature, _both, _slopes);
        _relaxation.Control(posterior, values, _slopes, _control);
        ScoreFunction.Weigh(posterior, _relaxation.Codes, losses, gradient);
        _eta.Add(_control, gradient);
        objective.Learn();
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor) => _eta.VisitState(visitor);
}
