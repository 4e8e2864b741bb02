using System.Globalization;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// The tutorial's second figure (arXiv 2505.10344): row n shows what is decoded when latent n takes each category in turn and the
/// others stay as they are in one image's code, which is framed in every row. Below each image is the code that it decodes.
/// </summary>
public sealed record TraversalFigure
{
    // A longer code under every image would hide what changes.
    private const int MostCaptioned = 8;

    /// <summary>p(x = 1 | z), image n·K + k for latent n at category k.</summary>
    public required IReadOnlyList<float[]> Images { get; init; }

    /// <summary>K, the number of categories.</summary>
    public required int Categories { get; init; }

    /// <summary>The category of each of the N latents in the image's own code, from 0.</summary>
    public required IReadOnlyList<int> Code { get; init; }

    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Above the figure; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Writes the figure as a file, whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written, or the picture would be too large.</exception>
    public void WritePng(string path) => Grid().WritePng(path);

    /// <summary>The figure's images and labels.</summary>
    internal ImageGrid Grid()
    {
        if (Images.Count != Code.Count * Categories)
            throw new ArgumentException($"{Images.Count} images for {Code.Count} latents of {Categories} categories.");
        if (Code.Any(category => category < 0 || category >= Categories))
            throw new ArgumentException("A category of the code is out of range.");
        return new ImageGrid
        {
            Images = Images,
            Height = Height,
            Width = Width,
            Columns = Categories,
            Title = Title,
            RowLabels = [.. Enumerable.Range(1, Code.Count).Select(latent => "latent " + Number(latent))],
            ColumnLabels = [.. Enumerable.Range(0, Categories).Select(Number)],
            Captions = Code.Count <= MostCaptioned ? [.. Enumerable.Range(0, Images.Count).Select(Caption)] : [],
            Marked = [.. Code.Select((category, latent) => latent * Categories + category)],
        };
    }

    // The code that an image decodes.
    private string Caption(int image) => string.Join(' ', Code.Select((category, latent) =>
        Number(latent == image / Categories ? image % Categories : category)));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
