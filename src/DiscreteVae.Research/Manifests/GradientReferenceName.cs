namespace DiscreteVae.Research.Manifests;

/// <summary>What estimates of a gradient are compared with.</summary>
public enum GradientReferenceName
{
    /// <summary>Enumeration where its rows are within the budget, else a long run.</summary>
    Auto,

    /// <summary>The exact gradient, by enumeration of all K^N codes.</summary>
    Enumeration,

    /// <summary>The mean of many draws of <c>local-expectation</c>, which is unbiased.</summary>
    LongRun,
}
