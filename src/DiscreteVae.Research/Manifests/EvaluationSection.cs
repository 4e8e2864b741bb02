using System.ComponentModel.DataAnnotations;
using DiscreteVae.Metrics;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>evaluation</c>.</summary>
public sealed record EvaluationSection : IValidatableObject
{
    /// <summary>Epochs between evaluations; the last epoch is always evaluated.</summary>
    [Range(1, 10_000_000)]
    public int Every { get; init; } = 1;

    /// <summary>
    /// What is measured beside the ELBO and its terms: metrics by name; <c>cheap</c> stands for those that decode nothing and fit the
    /// model.
    /// </summary>
    [Registered(ChoiceKind.Metric, Also = MetricRegistry.CheapName)]
    public IReadOnlyList<string> Metrics { get; init; } = [MetricRegistry.CheapName];

    /// <summary>S of the importance-weighted bound of the log-likelihood, S decoder evaluations a datum; 0 leaves it out.</summary>
    [Range(0, 65_000)]
    public int ImportanceSamples { get; init; }

    /// <summary>The most codes K^N that a metric may enumerate.</summary>
    [Range(1, 1 << 24)]
    public int MaximumCodes { get; init; } = 65_536;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Metrics.Distinct().Count() < Metrics.Count) yield return new ValidationResult("has a metric twice; keep one", [nameof(Metrics)]);
    }
}
