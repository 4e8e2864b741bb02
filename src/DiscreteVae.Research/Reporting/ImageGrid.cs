using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>Grey images in rows and columns with labels, as a PNG.</summary>
public sealed record ImageGrid
{
    /// <summary>
    /// Rows of pixels, intensities in [0, 1] from black to white; what lies outside is clamped, what is not a number is magenta.
    /// Row after row of the grid; the last row may be shorter.
    /// </summary>
    public required IReadOnlyList<float[]> Images { get; init; }

    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Images in a row of the grid.</summary>
    public required int Columns { get; init; }

    /// <summary>Above everything; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Left of the rows; empty for none.</summary>
    public IReadOnlyList<string> RowLabels { get; init; } = [];

    /// <summary>Above the columns; empty for none.</summary>
    public IReadOnlyList<string> ColumnLabels { get; init; } = [];

    /// <summary>Below the columns, broken at spaces to the width of an image; empty for none.</summary>
    public IReadOnlyList<string> ColumnNotes { get; init; } = [];

    /// <summary>Below each image, broken at spaces to its width; empty for none.</summary>
    public IReadOnlyList<string> Captions { get; init; } = [];

    /// <summary>Images with a frame in colour, by their index.</summary>
    public IReadOnlyCollection<int> Marked { get; init; } = [];

    /// <summary>The side in pixels of the square that one pixel of an image becomes.</summary>
    public int Scale { get; init; } = 3;

    /// <summary>Rows of the grid.</summary>
    internal int Rows => (Images.Count + Columns - 1) / Columns;

    /// <summary>Writes the picture as a file, whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written, or the picture would be too large.</exception>
    public void WritePng(string path)
    {
        RequireConsistent();
        AtomicFile.Write(path, stream => ImageGridPainter.Paint(this, stream));
    }

    /// <summary>Writes the picture to a stream, and tells its height and width in pixels.</summary>
    /// <exception cref="UserErrorException">The picture would be too large.</exception>
    public (int Height, int Width) WritePng(Stream stream)
    {
        RequireConsistent();
        return ImageGridPainter.Paint(this, stream);
    }

    private void RequireConsistent()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Scale);
        if (Images.Count == 0) throw new ArgumentException("A grid has at least one image.");
        if (Images.Any(image => image.Length != Height * Width))
            throw new ArgumentException($"An image is not {Height} x {Width}.");
        if (RowLabels.Count != 0 && RowLabels.Count != Rows)
            throw new ArgumentException($"{RowLabels.Count} labels for {Rows} rows.");
        if (ColumnLabels.Count != 0 && ColumnLabels.Count != Columns)
            throw new ArgumentException($"{ColumnLabels.Count} labels for {Columns} columns.");
        if (ColumnNotes.Count != 0 && ColumnNotes.Count != Columns)
            throw new ArgumentException($"{ColumnNotes.Count} notes for {Columns} columns.");
        if (Captions.Count != 0 && Captions.Count != Images.Count)
            throw new ArgumentException($"{Captions.Count} captions for {Images.Count} images.");
        if (Marked.Any(index => index < 0 || index >= Images.Count)) throw new ArgumentException("A mark is on no image.");
    }
}
