using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of the estimators that average over Gumbel noise.</summary>
public sealed record RaoBlackwellOptions
{
    /// <summary>R, the draws of the noise given the sample; no extra decoder evaluations.</summary>
    [Range(1, 10_000)]
    public int Repeats { get; init; } = 100;
}

/// <summary>
/// Straight-through Gumbel-Softmax with its Gumbel noise averaged out given the sample ("Gumbel-Rao"): z ~ Cat(p), and (1/R) Σ_r
/// (1/τ) J(softmax(u_r / τ)) g with u_r = θ + G given that its arg max is z. One repeat is straight-through Gumbel-Softmax in
/// law, and any number has its mean. No derivative is taken through the conditional noise, as in the published code and against
/// the paper's text. Paulus, Maddison and Krause, 2021, arXiv 2010.04838.
/// </summary>
public sealed class RaoBlackwellStraightThroughGumbelSoftmax(LatentShape shape, RaoBlackwellOptions options) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly RaoBlackwell _average = new(shape, options.Repeats);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("rao-blackwell-straight-through-gumbel-softmax", Unbiased: false, UsesTemperature: true,
        Relaxed: false, Evaluations: 1, UsesCodeGradient: true, "Paulus, Maddison and Krause, 2021, arXiv 2010.04838");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        gradient.WithRows(posterior.Count).Span.Clear();
        _average.Add(posterior, posterior.Probabilities, codes, _codeGradient, temperature, noise, firstLane: 2, factor: 1, gradient);
    }
}
