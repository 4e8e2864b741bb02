using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;

namespace DiscreteVae.Optimizers;

/// <summary>Options of <see cref="Sgd"/>.</summary>
public sealed record SgdOptions
{
    /// <summary>μ, how much of its velocity a step keeps, in [0, 1); 0 is plain gradient descent.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; } = 0.9;
}

/// <summary>
/// Stochastic gradient descent with momentum (Polyak, 1964) in PyTorch's arrangement: u ← μ u + g, θ ← θ − η u. With the sum over
/// the pixels as loss it wants much smaller learning rates than Adam.
/// </summary>
public sealed class Sgd(SgdOptions options) : IOptimizer
{
    private readonly Real _momentum = (Real)options.Momentum;
    private Real _learningRate;

    /// <inheritdoc/>
    public int StateCount => 1;

    /// <inheritdoc/>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public void Restore(long step) => Step = step;

    /// <inheritdoc/>
    public void BeginStep(double learningRate)
    {
        Step++;
        _learningRate = (Real)learningRate;
    }

    /// <inheritdoc/>
    public void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second)
    {
        if (gradient.Length != parameters.Length || first.Length != parameters.Length) throw new ArgumentException("Lengths differ.");
        TensorPrimitives.Multiply(first, _momentum, first);
        TensorPrimitives.Add(first, gradient, first);
        for (int i = 0; i < parameters.Length; i++) parameters[i] -= _learningRate * first[i];
    }
}
