using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>What an experiment will run, and where its results go.</summary>
/// <param name="Name">A safe name of a folder.</param>
/// <param name="Description">What the experiment shows, if the manifest says.</param>
/// <param name="Folder">The folder of the results, relative to the working directory or absolute.</param>
/// <param name="Resolved">The manifest with every default written out, sweep included; it runs as it stands.</param>
/// <param name="Trials">The trials in order.</param>
/// <param name="SweptKeys">The key paths that the sweep sets, those of cases first, in the order written.</param>
public sealed record ExperimentPlan(
    string Name,
    string? Description,
    string Folder,
    JsonObject Resolved,
    IReadOnlyList<Trial> Trials,
    IReadOnlyList<string> SweptKeys)
{
    /// <summary>How trials are stopped early; null where every trial trains to its last epoch.</summary>
    public SuccessiveHalvingOptions? Halving { get; init; }

    /// <summary>What the manifest says about the trials' pictures.</summary>
    public PictureChoice Pictures { get; init; }

    /// <summary>
    /// Whether each trial leaves its pictures. Drawing takes as long as a small trial: in a large sweep, where nobody looks at them all,
    /// <c>dvae plot</c> and <c>dvae reconstruct</c> draw those that are wanted.
    /// </summary>
    public bool DrawsPictures => Pictures == PictureChoice.Always || (Pictures == PictureChoice.Auto && Trials.Count <= 20);

    /// <summary>What <c>dvae gradients</c> measures.</summary>
    public GradientsPlan Gradients { get; init; } = new(new GradientsSection(), []);
}
