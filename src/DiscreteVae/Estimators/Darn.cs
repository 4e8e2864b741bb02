using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// DARN's estimator (z − p) ⟨z − p, g⟩ per latent, with z ~ Cat(p) and g = ∂f/∂z: REINFORCE with the loss less its first-order
/// expansion at z as baseline. Exact for f linear in z; for quadratic f its bias is the opposite of straight-through's. Gregor,
/// Danihelka, Mnih, Blundell and Wierstra, 2014, arXiv 1310.8499, generalised from binary to categorical codes by Gu, Levine,
/// Sutskever and Mnih, 2016, arXiv 1511.05176.
/// </summary>
public sealed class Darn(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("darn", Unbiased: false, UsesTemperature: false, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: true, "Gregor, Danihelka, Mnih, Blundell and Wierstra, 2014, arXiv 1310.8499")
    {
        ExactForLinear = true,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        gradient.WithRows(posterior.Count).Span.Clear();
        AddSampled(posterior, codes, _codeGradient, 1, gradient);
    }

    /// <summary>Adds scale · (z − p) ⟨z − p, g⟩ per latent to <paramref name="gradient"/>.</summary>
    internal static void AddSampled(Posterior posterior, Matrix codes, Matrix codeGradient, Real scale, Matrix gradient) =>
        posterior.Share(posterior.Count, (posterior, codes, codeGradient, scale, gradient), static (a, start, end) =>
        {
            ReadOnlySpan<Real> p = a.posterior.Probabilities.Span, z = a.codes.Span, g = a.codeGradient.Span;
            Span<Real> result = a.gradient.Span;
            for (int categories = a.posterior.Shape.Categories; start < end; start += categories)
            {
                Real slope = 0;
                for (int k = start; k < start + categories; k++) slope += (z[k] - p[k]) * g[k];
                for (int k = start; k < start + categories; k++) result[k] += a.scale * slope * (z[k] - p[k]);
            }
        });
}
