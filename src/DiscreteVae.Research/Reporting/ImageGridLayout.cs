using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>Where the parts of an <see cref="ImageGrid"/> lie, in pixels of the picture.</summary>
internal sealed class ImageGridLayout
{
    public const int Gap = 6;
    public const int LabelSize = 13;
    public const int TitleSize = 15;

    private const int Margin = 12;
    private const int LineHeight = 18;
    private const int TitleHeight = 28;

    public ImageGridLayout(ImageGrid grid, SKFont label, SKFont title)
    {
        CellWidth = (long)grid.Width * grid.Scale;
        CellHeight = (long)grid.Height * grid.Scale;
        // Labels wider than an image push the columns apart.
        long widest = grid.ColumnLabels.Select(text => Measure(label, text)).DefaultIfEmpty(0).Max();
        ColumnStep = Math.Max(CellWidth + Gap, widest + Gap);
        Captions = [.. grid.Captions.Select(caption => Wrap(caption, ColumnStep - Gap, label))];
        int captionLines = Captions.Select(lines => lines.Count).DefaultIfEmpty(0).Max();
        // The last line's letters reach below its line.
        RowStep = CellHeight + Gap + (captionLines > 0 ? captionLines * LineHeight + Gap : 0);
        Notes = [.. grid.ColumnNotes.Select(note => Wrap(note, ColumnStep - Gap, label))];

        long labels = grid.RowLabels.Select(text => Measure(label, text)).DefaultIfEmpty(0).Max();
        Left = Margin + (labels > 0 ? labels + Gap : 0);
        Top = Margin + (grid.Title.Length > 0 ? TitleHeight : 0) + (grid.ColumnLabels.Count > 0 ? LineHeight : 0);
        long noteLines = Notes.Select(lines => lines.Count).DefaultIfEmpty(0).Max();
        long gridWidth = ColumnStep * Math.Min(grid.Columns, grid.Images.Count) - Gap;
        Width = Math.Max(Left + gridWidth, Margin + Measure(title, grid.Title)) + Margin;
        NotesTop = Top + RowStep * grid.Rows - Gap;
        Height = NotesTop + noteLines * LineHeight + Margin;
    }

    public long Width { get; }

    public long Height { get; }

    public long CellWidth { get; }

    public long CellHeight { get; }

    public IReadOnlyList<IReadOnlyList<string>> Notes { get; }

    public IReadOnlyList<IReadOnlyList<string>> Captions { get; }

    private long Left { get; }

    private long Top { get; }

    private long NotesTop { get; }

    private long ColumnStep { get; }

    private long RowStep { get; }

    /// <summary>The rectangle of an image; on whole pixels, so that its squares stay sharp.</summary>
    public SKRectI Cell(int row, int column)
    {
        long x = Left + ColumnStep * column + (ColumnStep - Gap - CellWidth) / 2;
        long y = Top + RowStep * row;
        return new SKRectI((int)x, (int)y, (int)(x + CellWidth), (int)(y + CellHeight));
    }

    public static SKPoint Title => new(Margin, Margin + TitleSize);

    /// <summary>The right end of a row's label.</summary>
    public SKPoint RowLabel(int row) => new(Left - Gap - 2, Cell(row, 0).MidY + LabelSize * 0.36f);

    /// <summary>The middle of a column's label.</summary>
    public SKPoint ColumnLabel(int column) => new(Cell(0, column).MidX + (CellWidth % 2 == 0 ? 0 : 0.5f), Top - 6);

    /// <summary>The middle of a line below a column.</summary>
    public SKPoint Note(int column, int line) => new(Cell(0, column).MidX, NotesTop + LineHeight * line + LabelSize + 4);

    /// <summary>The middle of a line below an image.</summary>
    public static SKPoint Caption(SKRectI cell, int line) => new(cell.MidX, cell.Bottom + LineHeight * line + LabelSize + 4);

    private static long Measure(SKFont font, string text) => (long)Math.Ceiling(font.MeasureText(text));

    private static List<string> Wrap(string text, long width, SKFont font)
    {
        var lines = new List<string>();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= width) lines[^1] += " " + word;
            else lines.Add(word);
        }
        return lines;
    }
}
