namespace DiscreteVae.Research.Manifests;

/// <summary>What <c>dvae gradients</c> measures of a manifest.</summary>
/// <param name="Section">The section <c>gradients</c>, or its defaults.</param>
/// <param name="Estimators">The estimators to measure, each with its own options.</param>
public sealed record GradientsPlan(GradientsSection Section, IReadOnlyList<EstimatorSection> Estimators)
{
    /// <summary>Every estimator was asked for, so that one that cannot serve the model is left out instead of an error.</summary>
    public bool TakesAll => Section.Estimators.Count == 0 || Section.Estimators.Contains(GradientsSection.All);
}
