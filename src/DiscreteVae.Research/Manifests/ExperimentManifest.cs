namespace DiscreteVae.Research.Manifests;

/// <summary>A whole manifest, bound and validated: one trial's keys, and how a sweep varies them.</summary>
public sealed record ExperimentManifest
{
    /// <summary>The name; null takes the file's.</summary>
    public string? Name { get; init; }

    /// <summary>What the experiment shows, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The keys of a trial before the sweep sets some of them.</summary>
    public TrialManifest Trial { get; init; } = new();

    /// <summary>Where the results go.</summary>
    public ResultsSection Results { get; init; } = new();

    /// <summary>What <c>dvae gradients</c> measures; null where the manifest does not say.</summary>
    public GradientsSection? Gradients { get; init; }

    /// <summary>Which keys the trials differ in.</summary>
    public SweepSection Sweep { get; init; } = new();
}
