using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>results</c>.</summary>
public sealed record ResultsSection
{
    /// <summary>The folder of the results; null is <c>results/&lt;name&gt;</c>.</summary>
    [MinLength(1)]
    public string? Folder { get; init; }

    /// <summary>Whether each trial leaves its pictures; <c>auto</c>, the default, draws them in plans of up to 20 trials.</summary>
    public PictureChoice Pictures { get; init; }
}
