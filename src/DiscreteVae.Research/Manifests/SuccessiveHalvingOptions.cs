using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Section <c>sweep:successive-halving</c>: all trials train to the first rung, the best of them to the second, and so on; see
/// <see cref="Sweeps.SuccessiveHalving"/>.
/// </summary>
public sealed record SuccessiveHalvingOptions
{
    /// <summary>η: at a rung one of so many goes on; at least 2, default 3.</summary>
    [Range(2, 1000)]
    public int Reduction { get; init; } = 3;

    /// <summary>Epochs to the first rung; each further rung is at η times the epochs of the one before. Default 1.</summary>
    [Range(1, 10_000_000)]
    public int MinimumEpochs { get; init; } = 1;

    /// <summary>The number of rungs; 0, the default, takes as many as lie before the last epoch.</summary>
    [Range(0, 100)]
    public int Rungs { get; init; }

    /// <summary>
    /// What the trials are ranked by, the largest first: <c>validation_elbo</c>, which needs <c>data:validation</c>, or
    /// <c>test_elbo</c>, which makes the test set part of the choice.
    /// </summary>
    [AllowedValues("validation_elbo", "test_elbo")]
    public string Metric { get; init; } = "validation_elbo";

    /// <summary>Whether all combinations begin, or settings drawn at random.</summary>
    public SweepCandidates Candidates { get; init; }
}
