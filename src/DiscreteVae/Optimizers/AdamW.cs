using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Optimizers;

/// <summary>Options of <see cref="AdamW"/>.</summary>
public sealed record AdamWOptions
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

    /// <summary>λ, the decay of the parameters themselves: each step multiplies them by 1 − η λ; 0 or more.</summary>
    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; } = 0.01;
}

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019, arXiv 1711.05101) in PyTorch's arrangement: θ ← (1 − η λ) θ,
/// then <see cref="Adam"/>'s step. Biases decay as weights do.
/// </summary>
public sealed class AdamW(AdamWOptions options) : IOptimizer
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
            Keep = (Real)(1 - learningRate * options.WeightDecay),
            StepSize = (Real)(learningRate / (1 - Math.Pow(options.Beta1, Step))),
            InverseRoot = (Real)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Step))),
            Epsilon = (Real)options.Epsilon,
        };
    }

    /// <inheritdoc/>
    public void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second) =>
        _moments.Update(parameters, gradient, first, second);
}
