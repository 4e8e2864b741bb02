using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>θ ← θ − g, without a state.</summary>
internal sealed class PlainDescent : IOptimizer
{
    public int StateCount => 0;

    public long Step { get; private set; }

    public void BeginStep(double learningRate) => Step++;

    public void Restore(long step) => Step = step;

    public void Update(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
    {
        Assert.True(first.IsEmpty && second.IsEmpty, "An optimiser without a state was given one.");
        for (int i = 0; i < parameters.Length; i++) parameters[i] -= gradient[i];
    }
}
