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

    /// <summary>
    /// Evaluates f at each row of <paramref name="codes"/> (R × N·K, one-hot or relaxed) into <paramref name="losses"/> (R).
    /// </summary>
    void Evaluate(Matrix codes, Span<Real> losses);

    /// <summary>∂f/∂z at the codes that <see cref="Evaluate"/> was given last, R × N·K. Trains nothing.</summary>
    void Gradient(Matrix codeGradient);

    /// <summary>
    /// Trains the decoder on Σ_r w_r f_r over the codes evaluated last. The weights of one datum sum to 1. Called exactly once an
    /// estimate, and last, since the decoder may be updated at once.
    /// </summary>
    /// <param name="weights">R; empty means 1 / S each.</param>
    /// <param name="codeGradient">When given, row r is overwritten with w_r · ∂f_r/∂z_r.</param>
    void Learn(ReadOnlySpan<Real> weights = default, Matrix? codeGradient = null);

    /// <summary>
    /// Evaluates f of every datum at each of C codes that all data share: C decoder evaluations, where <see cref="Evaluate"/> would need
    /// C · B, since the decoder's output is a function of the code only.
    /// </summary>
    /// <param name="codes">C × N·K.</param>
    /// <param name="losses">C × B; overwritten.</param>
    void EvaluateShared(Matrix codes, Matrix losses);

    /// <summary>
    /// As <see cref="Learn"/>, after <see cref="EvaluateShared"/>: trains the decoder on Σ_c Σ_b w_cb f_b(z_c).
    /// </summary>
    /// <param name="weights">w, C × B; those of one datum, a column, sum to 1.</param>
    void LearnShared(Matrix weights);
}
