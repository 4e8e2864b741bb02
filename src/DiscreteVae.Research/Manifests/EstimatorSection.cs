using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>estimator</c>; the options of each estimator stand in a section under its own name.</summary>
public sealed record EstimatorSection
{
    /// <summary>A registered estimator.</summary>
    [Registered(ChoiceKind.Estimator)]
    public string Name { get; init; } = "reinforce";

    /// <summary>S, the samples a datum, for the estimators that take several.</summary>
    [Range(1, 65536)]
    public int Samples { get; init; } = 1;

    /// <summary>The options of the estimator named, of the type its registry entry states.</summary>
    [OptionsOf(nameof(Name))]
    public object Options { get; init; } = new NoOptions();
}
