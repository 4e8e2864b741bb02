namespace DiscreteVae.Research.Manifests;

/// <summary>Which of a sweep's settings become trials, and how far they train.</summary>
public enum SweepStrategy
{
    /// <summary>Every combination, to the end.</summary>
    Grid,

    /// <summary>Drawn at random, to the end: Bergstra and Bengio 2012, "Random search for hyper-parameter optimization".</summary>
    Random,

    /// <summary>The worst stop early; see <see cref="SuccessiveHalvingOptions"/>.</summary>
    SuccessiveHalving,
}

/// <summary>Where the settings of a successive halving come from.</summary>
public enum SweepCandidates
{
    /// <summary>Every combination.</summary>
    Grid,

    /// <summary>Drawn at random, as <c>sweep:random</c> says.</summary>
    Random,
}
