using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>How far <see cref="GappedStraightThrough"/> keeps the other categories below the sampled one.</summary>
public enum StraightThroughGap
{
    /// <summary>By a number.</summary>
    Fixed,

    /// <summary>
    /// By −ln(1 − p̂) / p̂ with p̂ the probability of the sampled category, less a part in 1e5: always above 1.
    /// </summary>
    Probability,
}

/// <summary>Options of <see cref="GappedStraightThrough"/>.</summary>
public sealed record GappedStraightThroughOptions
{
    /// <summary>Where the gap comes from.</summary>
    public StraightThroughGap Mode { get; init; } = StraightThroughGap.Fixed;

    /// <summary>The fixed gap, 0 or more; 1 is the one with published results.</summary>
    [Range(0.0, 1e6)]
    public double Gap { get; init; } = 1;
}

/// <summary>
/// Gapped straight-through: z ~ Cat(p) goes forward, and backward (1/τ) J(softmax(θ' / τ)) g with logits θ' shifted until the
/// sampled category leads by a gap: θ'_z = max_j θ_j, and θ'_k = θ_k − max(0, θ_k − max_j θ_j + gap) for the others. No gradient
/// goes through the shift. Fan, Chi, Rudnicky and Ramadge, "Training discrete deep generative models via gapped straight-through
/// estimator", 2022, arXiv 2206.07235.
/// </summary>
public sealed class GappedStraightThrough(LatentShape shape, GappedStraightThroughOptions options) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _shifted = new(0, shape.Width);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly TemperedSoftmax _tempered = new(shape);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("gapped-straight-through", Unbiased: false, UsesTemperature: true, Relaxed: false,
        Evaluations: 1, UsesCodeGradient: true, "Fan, Chi, Rudnicky and Ramadge, 2022, arXiv 2206.07235");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        Shift(posterior, codes);
        Matrix probabilities = _tempered.Forward(posterior, _shifted, temperature);
        SoftmaxJacobian.Apply(posterior, probabilities, _codeGradient, 1 / temperature, gradient);
    }

    private void Shift(Posterior posterior, Matrix codes)
    {
        int categories = shape.Categories;
        Span<Real> shifted = _shifted.WithRows(posterior.Count).Span;
        ReadOnlySpan<Real> logits = posterior.Logits.Span, p = posterior.Probabilities.Span, z = codes.Span;
        for (int start = 0; start < shifted.Length; start += categories)
        {
            int selected = start + z.Slice(start, categories).IndexOf((Real)1);
            Real largest = logits[start];
            for (int k = start + 1; k < start + categories; k++) largest = Real.Max(largest, logits[k]);
            Real ceiling = largest - (options.Mode == StraightThroughGap.Fixed ? (Real)options.Gap : Gap(p[selected]));
            for (int k = start; k < start + categories; k++) shifted[k] = Real.Min(logits[k], ceiling);
            shifted[selected] = largest;
        }
    }

    // Near 0 the quotient is 0 / 0; it tends to 1.
    private static Real Gap(Real probability)
    {
        double p = probability * (1 - 1e-5);
        return p < 1e-12 ? 1 : (Real)(-Math.Log(1 - p) / p);
    }
}
