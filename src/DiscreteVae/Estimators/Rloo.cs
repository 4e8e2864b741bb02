using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// REINFORCE with a leave-one-out baseline: S samples z_s ~ Cat(p) a datum, and (1/S) Σ_s (f_s − mean of the other f_t)(z_s − p),
/// which is Σ_s (f_s − f̄)(z_s − p) / (S − 1). Unbiased, and 0 for a constant f. Needs 2 samples or more. Kool, van Hoof and
/// Welling, "Buy 4 REINFORCE samples, get a baseline for free!", 2019, ICLR workshop on deep reinforcement learning.
/// </summary>
public sealed class Rloo : IGradientEstimator
{
    private readonly int _samples;
    private readonly CategoricalSample _sample;
    private readonly Matrix _losses = new(0, 1);

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">Fewer than 2 samples.</exception>
    public Rloo(EstimatorContext context)
    {
        context.RequireSamples("rloo", 2);
        _samples = context.Samples;
        _sample = new CategoricalSample(context.Shape);
        Traits = new EstimatorTraits("rloo", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: _samples,
            UsesCodeGradient: false, "Kool, van Hoof and Welling, 2019, ICLR workshop on deep reinforcement learning");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1, _samples);
        Span<Real> advantages = _losses.WithRows(codes.Rows).Span;
        objective.Evaluate(codes, advantages);
        ScoreFunction.Means(advantages, losses);
        for (int r = 0; r < advantages.Length; r++)
            advantages[r] = (advantages[r] - losses[r % losses.Length]) / (_samples - 1);
        ScoreFunction.Weigh(posterior, codes, advantages, gradient);
        objective.Learn();
    }
}
