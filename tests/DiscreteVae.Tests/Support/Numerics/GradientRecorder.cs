using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>An "optimiser" that changes nothing and keeps the gradient as its state, so that a test can read it off the layers.</summary>
internal sealed class GradientRecorder : IOptimizer
{
    public int StateCount => 1;

    public long Step { get; private set; }

    public void BeginStep(double learningRate) => Step++;

    public void Restore(long step) => Step = step;

    public void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second) => gradient.CopyTo(first);
}
