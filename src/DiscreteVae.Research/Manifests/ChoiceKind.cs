namespace DiscreteVae.Research.Manifests;

/// <summary>The kinds of things that a manifest names.</summary>
public enum ChoiceKind
{
    /// <summary>A gradient estimator.</summary>
    Estimator,

    /// <summary>An optimiser.</summary>
    Optimizer,

    /// <summary>A schedule.</summary>
    Schedule,

    /// <summary>A data set.</summary>
    Dataset,

    /// <summary>A backend of the arithmetic.</summary>
    Backend,

    /// <summary>A metric of an evaluation.</summary>
    Metric,
}
