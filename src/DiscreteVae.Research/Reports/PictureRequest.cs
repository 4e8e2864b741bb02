using DiscreteVae.Research.Reporting;

namespace DiscreteVae.Research.Reports;

/// <summary>What is asked of the pictures of an experiment.</summary>
internal sealed record PictureRequest
{
    /// <summary>The metric of curves, comparisons and heat maps, without its split.</summary>
    public string Metric { get; init; } = "elbo";

    /// <summary>The first epoch of curves.</summary>
    public int FirstEpoch { get; init; } = 1;

    /// <summary>Curves from elsewhere.</summary>
    public IReadOnlyList<ReferenceCurves> References { get; init; } = [];

    /// <summary>The key of a heat map's columns; null chooses.</summary>
    public string? X { get; init; }

    /// <summary>The key of a heat map's rows; null chooses.</summary>
    public string? Y { get; init; }

    /// <summary>The trial whose model is drawn; null takes the best.</summary>
    public string? Trial { get; init; }

    /// <summary>Where the images are, as <c>data:folder</c>.</summary>
    public string? DataFolder { get; init; }
}
