namespace DiscreteVae.Research.Manifests;

/// <summary>Priors by name.</summary>
public enum PriorName
{
    /// <summary>1 / K for each category.</summary>
    Uniform,
}
