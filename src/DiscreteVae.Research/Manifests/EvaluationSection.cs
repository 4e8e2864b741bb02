using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>evaluation</c>.</summary>
public sealed record EvaluationSection
{
    /// <summary>Epochs between evaluations; the last epoch is always evaluated.</summary>
    [Range(1, 10_000_000)]
    public int Every { get; init; } = 1;
}
