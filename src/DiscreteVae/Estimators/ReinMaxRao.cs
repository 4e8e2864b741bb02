using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// ReinMax with its first term Rao-Blackwellised: z ~ Cat(p), π = ½(p + z), and 2 (1/R) Σ_r (1/τ) J(softmax(u_r / τ)) g − ½ J(p)
/// g with u_r = ln π + G given that its arg max is z, per latent. The second p belongs to θ, as in the published code. Biased for
/// linear f at every τ; at small τ its mean is half the gradient. No derivative is taken through the noise. Wang and Bui, "Beyond
/// ReinMax", 2026, arXiv 2603.08257.
/// </summary>
public sealed class ReinMaxRao(LatentShape shape, RaoBlackwellOptions options) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _mixture = new(0, shape.Width);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly RaoBlackwell _average = new(shape, options.Repeats);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("reinmax-rao", Unbiased: false, UsesTemperature: true, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: true, "Wang and Bui, 2026, arXiv 2603.08257");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        ReinMax.Mix(posterior.Probabilities, codes, _mixture);
        SoftmaxJacobian.Apply(posterior, posterior.Probabilities, _codeGradient, (Real)(-0.5), gradient);
        _average.Add(posterior, _mixture, codes, _codeGradient, temperature, noise, firstLane: 2, factor: 2, gradient);
    }
}
