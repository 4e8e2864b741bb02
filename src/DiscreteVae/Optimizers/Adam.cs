using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Optimizers;

/// <summary>Options of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
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
/// Adam (Kingma and Ba, arXiv 1412.6980) in PyTorch's arrangement: m ← β1 m + (1 − β1) g, v ← β2 v + (1 − β2) g²,
/// θ ← θ − (η / (1 − β1^t)) m / (√v / √(1 − β2^t) + ε).
/// </summary>
public sealed class Adam(AdamOptions options) : IOptimizer
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
        // Bias corrections in double: 1 − β2^t loses three digits in float32 at t = 1.
        _moments = new AdaptiveMoments(options.Beta1, options.Beta2)
        {
            StepSize = (Real)(learningRate / (1 - Math.Pow(options.Beta1, Step))),
            InverseRoot = (Real)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Step))),
            Epsilon = (Real)options.Epsilon,
        };
    }

    /// <inheritdoc/>
    public void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second) =>
        _moments.Update(parameters, gradient, first, second);
}
