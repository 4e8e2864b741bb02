namespace DiscreteVae.Research.Manifests;

/// <summary>The keys of a manifest that no sweep changes.</summary>
internal sealed record ManifestHeader
{
    /// <inheritdoc cref="ExperimentManifest.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="ExperimentManifest.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="ExperimentManifest.Results"/>
    public ResultsSection Results { get; init; } = new();

    /// <inheritdoc cref="ExperimentManifest.Gradients"/>
    public GradientsSection Gradients { get; init; } = new();
}
