using System.Globalization;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// The tutorial's first figure (arXiv 2505.10344): test images, what the encoder sees of them, and what the decoder makes of it.
/// </summary>
public sealed record ReconstructionFigure
{
    /// <summary>The images, grey levels in [0, 1].</summary>
    public required IReadOnlyList<float[]> Originals { get; init; }

    /// <summary>The same, binarised; empty where nothing was.</summary>
    public IReadOnlyList<float[]> Binarized { get; init; } = [];

    /// <summary>p(x = 1 | z) of each pixel for a code z of each image.</summary>
    public required IReadOnlyList<float[]> Reconstructions { get; init; }

    /// <summary>The code of each image: the category of every latent, from 0; empty to leave them out.</summary>
    public IReadOnlyList<int[]> Codes { get; init; } = [];

    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Above the figure; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Writes the figure as a file, whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written, or the picture would be too large.</exception>
    public void WritePng(string path) => Grid().WritePng(path);

    /// <summary>The figure's images and labels: a column an image.</summary>
    internal ImageGrid Grid()
    {
        bool binarized = Binarized.Count > 0;
        if (Reconstructions.Count != Originals.Count || (binarized && Binarized.Count != Originals.Count))
            throw new ArgumentException("There are not as many reconstructions or binarised images as originals.");
        return new ImageGrid
        {
            Images = [.. Originals, .. Binarized, .. Reconstructions],
            Height = Height,
            Width = Width,
            Columns = Originals.Count,
            Title = Title,
            RowLabels = binarized ? ["original", "binarised", "reconstruction"] : ["original", "reconstruction"],
            ColumnNotes = [.. Codes.Select(code => string.Join(' ', code.Select(k => k.ToString(CultureInfo.InvariantCulture))))],
        };
    }
}
