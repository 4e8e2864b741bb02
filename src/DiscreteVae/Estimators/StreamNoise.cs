using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Noise from a counter-based stream. Set <see cref="Stream"/> anew for each step.</summary>
public sealed class StreamNoise : INoise
{
    /// <summary>The stream of the current step.</summary>
    public RandomStream Stream { get; set; }

    /// <inheritdoc/>
    public void FillUniform(int lane, Span<Real> destination, int first = 0) => Stream.Fork(lane).FillUniform(destination, first);

    /// <inheritdoc/>
    public void FillExponential(int lane, Span<Real> destination, int first = 0) => Stream.Fork(lane).FillExponential(destination, first);
}
