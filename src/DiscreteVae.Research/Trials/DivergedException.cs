using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// Training came to an ELBO that is not a finite number; what was learned is lost, and the trial is recorded as diverged.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Where it happened is required.")]
public sealed class DivergedException(int epoch, long step, double elbo) : Exception(string.Create(CultureInfo.InvariantCulture,
    $"The training ELBO became {elbo} at epoch {epoch}, step {step}. Try a lower learning rate or a higher temperature."))
{
    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>The step of the optimiser, counted from 0.</summary>
    public long Step { get; } = step;
}
