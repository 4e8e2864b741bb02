using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// ReinMax with the mean of f over the categories of a latent as its baseline, in place of f at the expected code: z ~ Cat(p), g = ∂f/∂z,
/// and per latent ½ (g_z − mean_k g_k)(z − p) + ½ [g_z p_z z − ⟨g, p⟩ p] / (K p_τ,z), p_τ = softmax(θ / τ). A comparison in ReinMax's own
/// code, biased already for linear f: the baseline that makes ReinMax exact is the point of it. Liu, Dong, Liu, Yu and Gao, 2023, arXiv
/// 2304.08612.
/// </summary>
public sealed class ReinMaxMeanBaseline(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly TemperedSoftmax _tempered = new(shape);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("reinmax-mean-baseline", Unbiased: false, UsesTemperature: true, Relaxed: false,
        Evaluations: 1, UsesCodeGradient: true, "Liu, Dong, Liu, Yu and Gao, 2023, arXiv 2304.08612");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        int categories = shape.Categories;
        Span<Real> result = gradient.WithRows(posterior.Count).Span;
        ReadOnlySpan<Real> p = posterior.Probabilities.Span, g = _codeGradient.Span, z = codes.Span;
        ReadOnlySpan<Real> tempered = _tempered.Forward(posterior, posterior.Logits, temperature).Span;
        for (int start = 0; start < result.Length; start += categories)
        {
            int selected = start + z.Slice(start, categories).IndexOf((Real)1);
            Real mean = 0, expectation = 0;
            for (int k = start; k < start + categories; k++)
            {
                mean += g[k] / categories;
                expectation += p[k] * g[k];
            }
            Real scale = categories * tempered[selected];
            for (int k = start; k < start + categories; k++)
                result[k] = ((g[selected] - mean) * (z[k] - p[k]) + (g[k] * p[k] * z[k] - expectation * p[k]) / scale) / 2;
        }
    }
}
