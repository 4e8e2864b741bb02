using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Optimizers;

/// <summary>Options of <see cref="RAdam"/>.</summary>
public sealed record RAdamOptions
{
    /// <summary>Decay of the first moment, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator, above 0.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;
}

/// <summary>
/// Rectified Adam (Liu, Jiang, He, Chen, Liu, Gao and Han, 2020, arXiv 1908.03265) in PyTorch's arrangement. With ρ∞ = 2 / (1 −
/// β2) − 1 and ρ = ρ∞ − 2 t β2^t / (1 − β2^t): while ρ ≤ 5 (t ≤ 5 for β2 = 0.999) θ ← θ − η m̂ with m̂ = m / (1 − β1^t), and then
/// θ ← θ − η r m̂ √(1 − β2^t) / (√v + ε) with r² = (ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ), a warm-up: for β2 = 0.999 r = 0.026
/// at t = 6, 0.215 at 100, 0.918 at 3,000.
/// </summary>
public sealed class RAdam(RAdamOptions options) : IOptimizer
{
    private AdaptiveMoments _moments;

    /// <inheritdoc/>
    public int StateCount => 2;

    /// <inheritdoc/>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public void Restore(long step) => Step = step;

    /// <inheritdoc/>
    public void BeginStep(double learningRate)
    {
        Step++;
        double decay2 = Math.Pow(options.Beta2, Step), correction2 = 1 - decay2;
        double stepSize = learningRate / (1 - Math.Pow(options.Beta1, Step));
        double longest = 2 / (1 - options.Beta2) - 1, length = longest - 2 * Step * decay2 / correction2;
        bool rectified = length > 5;
        if (rectified)
        {
            stepSize *= Math.Sqrt(correction2 * (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        }
        _moments = new AdaptiveMoments(options.Beta1, options.Beta2)
        {
            StepSize = (Real)stepSize,
            // The denominator is 1 as long as the second moment cannot be trusted.
            InverseRoot = rectified ? 1 : 0,
            Epsilon = rectified ? (Real)options.Epsilon : 1,
        };
    }

    /// <inheritdoc/>
    public void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second) =>
        _moments.Update(parameters, gradient, first, second);
}
