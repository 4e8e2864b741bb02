using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// DisARM, also U2G, for binary latents (K = 2): u uniform and two antithetic codes b = 1[u &gt; 1 − σ(η)], b̃ = 1[u &lt; σ(η)]
/// with η = θ_1 − θ_0, in all latents at once. The gradient by η is ½ (f(b) − f(b̃)) (−1)^b̃ 1[b ≠ b̃] σ(|η|): by θ_1 that, and
/// by θ_0 its negative. Unbiased; 2 evaluations. The decoder learns from both codes. Dong, Mnih and Tucker, 2020, arXiv
/// 2006.10680; Yin, Ho, Yan, Qian and Zhou, 2020, arXiv 2006.08828.
/// </summary>
public sealed class Disarm : IGradientEstimator
{
    private readonly LatentShape _shape;
    private readonly Matrix _uniforms;
    private readonly Matrix _codes;
    private readonly Matrix _losses = new(0, 1);

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">K is not 2.</exception>
    public Disarm(EstimatorContext context)
    {
        if (context.Shape.Categories != 2)
        {
            throw new EstimatorNotApplicableException(FormattableString.Invariant(
                $"'disarm' is for binary latents: model:categories must be 2, and it is {context.Shape.Categories}; ")
                + "'arsm' takes any number.");
        }
        _shape = context.Shape;
        _uniforms = new Matrix(0, _shape.Latents);
        _codes = new Matrix(0, _shape.Width);
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("disarm", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: 2,
        UsesCodeGradient: false, "Dong, Mnih and Tucker, 2020, arXiv 2006.10680");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count, latents = count * _shape.Latents;
        Span<Real> uniforms = _uniforms.WithRows(count).Span, z = _codes.WithRows(2 * count).Span;
        noise.FillUniform(1, uniforms);
        ReadOnlySpan<Real> p = posterior.Probabilities.Span;
        z.Clear();
        for (int n = 0; n < latents; n++)
        {
            z[2 * n + (uniforms[n] > p[2 * n] ? 1 : 0)] = 1;
            z[2 * (latents + n) + (uniforms[n] < p[2 * n + 1] ? 1 : 0)] = 1;
        }
        Span<Real> values = _losses.WithRows(2 * count).Span, result = gradient.WithRows(count).Span;
        objective.Evaluate(_codes, values);
        ScoreFunction.Means(values, losses);
        for (int n = 0; n < latents; n++)
        {
            int b = n / _shape.Latents;
            // z_1 − z̃_1 is (−1)^b̃ where the codes differ, and 0 where they agree.
            Real sign = z[2 * n + 1] - z[2 * (latents + n) + 1];
            result[2 * n + 1] = (values[b] - values[count + b]) / 2 * sign * Real.Max(p[2 * n], p[2 * n + 1]);
            result[2 * n] = -result[2 * n + 1];
        }
        objective.Learn();
    }
}
