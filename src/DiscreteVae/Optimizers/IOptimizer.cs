namespace DiscreteVae.Optimizers;

/// <summary>
/// A first-order optimiser that minimises. It works element by element: whoever holds the parameters (a layer, a learned prior, a baseline)
/// holds the optimiser's state beside them in the same layout and calls <see cref="Update"/> on any part of it, tile by tile if it likes.
/// </summary>
public interface IOptimizer
{
    /// <summary>State arrays a parameter: 2 for Adam (first and second moment).</summary>
    int StateCount { get; }

    /// <summary>t, the steps begun so far.</summary>
    long Step { get; }

    /// <summary>Begins step t + 1 with a learning rate.</summary>
    void BeginStep(double learningRate);

    /// <summary>Goes on from a checkpoint: the next <see cref="BeginStep"/> begins step <paramref name="step"/> + 1.</summary>
    void Restore(long step);

    /// <summary>Updates parameters in place. The same for any partition of them; may run on several threads at once.</summary>
    /// <param name="parameters">Overwritten.</param>
    /// <param name="gradient">Same length.</param>
    /// <param name="first">State 0, same length; empty where <see cref="StateCount"/> is 0.</param>
    /// <param name="second">State 1, same length; empty where <see cref="StateCount"/> is below 2.</param>
    void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second);
}
