using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Section <c>gradients</c>: what <c>dvae gradients</c> measures. It is no part of a trial and does not change its id.
/// </summary>
public sealed record GradientsSection : IValidatableObject
{
    /// <summary>Draws come in so many blocks, over which the intervals are jackknifed.</summary>
    public const int Blocks = 32;

    /// <summary>Among the names of estimators, all that can serve the model.</summary>
    public const string All = "all";

    /// <summary>
    /// Estimators by name, with the options of their own sections under <c>estimator</c>; none, or <c>all</c>, is every one that can
    /// serve the model.
    /// </summary>
    [Registered(ChoiceKind.Estimator, Also = All)]
    public IReadOnlyList<string> Estimators { get; init; } = [];

    /// <summary>τ, for the estimators that use one.</summary>
    [ItemRange(1e-6, 1e6)]
    public IReadOnlyList<double> Temperatures { get; init; } = [1];

    /// <summary>After how many epochs of training; 0 is the initial model.</summary>
    [ItemRange(0, 10_000_000)]
    public IReadOnlyList<int> Epochs { get; init; } = [0, 1];

    /// <summary>Draws of each estimator's gradient; a multiple of 32.</summary>
    [Range(2 * Blocks, 1 << 30)]
    public int Draws { get; init; } = 1024;

    /// <summary>B, the training images whose gradient is measured.</summary>
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 100;

    /// <summary>What the estimates are compared with.</summary>
    public GradientReferenceName Reference { get; init; } = GradientReferenceName.Auto;

    /// <summary>The most codes K^N that an enumeration may evaluate.</summary>
    [Range(1, 1 << 20)]
    public int MaximumCodes { get; init; } = 1 << 16;

    /// <summary>Draws of a long run; a multiple of 32.</summary>
    [Range(2 * Blocks, 1 << 30)]
    public int ReferenceDraws { get; init; } = 4096;

    /// <summary>Draws before those that count, for estimators that remember: they settle their baselines and control variates.</summary>
    [Range(0, 1 << 30)]
    public int Warmup { get; init; } = 256;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Temperatures.Count == 0 || Temperatures.Distinct().Count() < Temperatures.Count)
            yield return new ValidationResult("needs one temperature or more, each once", [nameof(Temperatures)]);
        if (Epochs.Count == 0 || Epochs.Distinct().Count() < Epochs.Count)
            yield return new ValidationResult("needs one epoch or more, each once", [nameof(Epochs)]);
        if (Estimators.Distinct().Count() < Estimators.Count)
            yield return new ValidationResult("has an estimator twice; keep one", [nameof(Estimators)]);
        if (Draws % Blocks != 0) yield return new ValidationResult($"must be a multiple of {Blocks}", [nameof(Draws)]);
        if (ReferenceDraws % Blocks != 0) yield return new ValidationResult($"must be a multiple of {Blocks}", [nameof(ReferenceDraws)]);
    }
}
