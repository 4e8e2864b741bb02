using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="DecoupledStraightThrough"/>.</summary>
public sealed record DecoupledStraightThroughOptions
{
    /// <summary>τ_b, of the backward pass alone, above 0.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double BackwardTemperature { get; init; } = 1.3;
}

/// <summary>
/// Straight-through with a backward temperature of its own: z ~ Cat(softmax(θ / τ_f)) goes forward, and backward (1/τ_b)
/// J(softmax(θ / τ_b)) g. The published method tunes τ_f as well; here τ_f = 1 always, since another one makes softmax(θ / τ_f)
/// the posterior, and the KL would have to be that posterior's, while with z = arg max (θ + G) / τ_f it changes nothing. So the
/// backward temperature is an option and the scheduled temperature is not used; at τ_b = τ this is <see cref="StraightThrough"/>
/// at τ. Shah, Yan, Mozer and Liu, "Improving discrete optimisation via decoupled straight-through Gumbel-Softmax", 2024, arXiv
/// 2410.13331.
/// </summary>
public sealed class DecoupledStraightThrough(LatentShape shape, DecoupledStraightThroughOptions options) : IGradientEstimator
{
    private readonly StraightThrough _inner = new(shape);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("decoupled-straight-through", Unbiased: false, UsesTemperature: false, Relaxed: false,
        Evaluations: 1, UsesCodeGradient: true, "Shah, Yan, Mozer and Liu, 2024, arXiv 2410.13331")
    {
        ExactForLinear = options.BackwardTemperature == 1,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient) =>
        _inner.Estimate(posterior, objective, (Real)options.BackwardTemperature, noise, losses, gradient);
}
