using DiscreteVae.Optimizers;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// Updates nothing. Where an optimiser's update is fused into the products of the weights' gradient no clock can separate the two: the
/// difference between steps with and without the update is the update's cost.
/// </summary>
internal sealed class FrozenOptimizer : IOptimizer
{
    public int StateCount => 0;

    public long Step { get; private set; }

    public void BeginStep(double learningRate) => Step++;

    public void Restore(long step) => Step = step;

    public void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second)
    {
    }
}
