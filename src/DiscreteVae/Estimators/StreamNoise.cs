using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Noise from a counter-based stream. Set <see cref="Stream"/> anew for each step.</summary>
public sealed class StreamNoise : INoise
{
    /// <summary>The stream of the current step.</summary>
    public RandomStream Stream { get; set; }

    /// <inheritdoc/>
    public void FillUniform(int lane, Span<Real> destination) => Stream.Fork(lane).FillUniform(destination);

    /// <inheritdoc/>
    public void FillExponential(int lane, Span<Real> destination) => Stream.Fork(lane).FillExponential(destination);
}
