namespace DiscreteVae.Estimators;

/// <summary>What an estimator claims of itself. Contract tests over the registry measure every claim.</summary>
/// <param name="Name">The kebab-case name in manifests, which is also the registry's.</param>
/// <param name="Unbiased">The mean of the estimate is the exact gradient, for any f.</param>
/// <param name="UsesTemperature">The estimate depends on the temperature.</param>
/// <param name="Relaxed">
/// The decoder is trained on relaxed codes, so that the training loss is not that of the model with one-hot codes.
/// </param>
/// <param name="Evaluations">Decoder evaluations a datum and step, beside <see cref="SharedEvaluations"/>.</param>
/// <param name="UsesCodeGradient">Needs ∂f/∂z, a decoder backward pass down to the codes.</param>
/// <param name="Reference">Authors, year and arXiv id or venue.</param>
public sealed record EstimatorTraits(
    string Name,
    bool Unbiased,
    bool UsesTemperature,
    bool Relaxed,
    int Evaluations,
    bool UsesCodeGradient,
    string Reference)
{
    /// <summary>The mean of the estimate at temperature 1 is the exact gradient for f linear in z.</summary>
    public bool ExactForLinear { get; init; } = Unbiased;

    /// <summary>The mean of the estimate at temperature 1 is the exact gradient for f quadratic in z.</summary>
    public bool ExactForQuadratic { get; init; } = Unbiased;

    /// <summary>The estimate depends on the noise; that of an enumeration does not.</summary>
    public bool Stochastic { get; init; } = true;

    /// <summary>Decoder backward passes a datum and step, the one that trains the decoder included.</summary>
    public int BackwardPasses { get; init; } = Evaluations;

    /// <summary>
    /// Decoder evaluations a step, whatever the minibatch's size, of codes that all its data share: an enumeration's K^N.
    /// </summary>
    public int SharedEvaluations { get; init; }

    /// <summary>Decoder backward passes a step of such codes.</summary>
    public int SharedBackwardPasses { get; init; }

    /// <summary>
    /// Decoder evaluations a datum and step in minibatches of B: those of its own, and its part 1 / B in the shared ones.
    /// </summary>
    public double EvaluationsOf(int batchSize) => Evaluations + (double)SharedEvaluations / batchSize;
}
