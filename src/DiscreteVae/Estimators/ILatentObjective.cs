using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// f(z) = −ln p(x | z) in nats for the images of a minibatch, as an estimator sees it. Codes are rows of N·K numbers; an estimator
/// that uses S samples a datum stacks them as S blocks of B rows, evaluated as one larger batch: row r belongs to datum r mod B.
/// </summary>
public interface ILatentObjective
{
    /// <summary>B, the number of data.</summary>
    int Count { get; }

    /// <summary>Evaluates f at each row of <paramref name="codes"/> (R × N·K, one-hot or relaxed) into <paramref name="losses"/> (R).</summary>
    void Evaluate(Matrix codes, Span<Real> losses);

    /// <summary>∂f/∂z at the codes evaluated last, R × N·K. Trains nothing.</summary>
    void Gradient(Matrix codeGradient);

    /// <summary>
    /// Trains the decoder on Σ_r w_r f_r over the codes evaluated last. The weights of one datum sum to 1. Called exactly once an
    /// estimate, and last, since the decoder may be updated at once.
    /// </summary>
    /// <param name="weights">R; empty means 1 / S each.</param>
    /// <param name="codeGradient">When given, row r is overwritten with w_r · ∂f_r/∂z_r.</param>
    void Learn(ReadOnlySpan<Real> weights = default, Matrix? codeGradient = null);
}
