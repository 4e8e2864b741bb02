using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>One cell: where it lies on the colours' range, and what stands in it.</summary>
/// <param name="Value">Null leaves the cell without a colour.</param>
/// <param name="Text">Lines of text.</param>
internal sealed record HeatMapCell(double? Value, IReadOnlyList<string> Text);

/// <summary>
/// A table of cells in colours from dark (low) to light (high), that colour-blind readers order too, with the numbers in them.
/// </summary>
internal sealed record HeatMapPlot : PlotPicture
{
    private const int TextSize = 13;
    private const int LineHeight = 17;
    private const int Edge = 14;
    private const int TitleHeight = 52;
    private const int KeyWidth = 14;

    // Viridis (S. van der Walt and N. Smith, 2015): its lightness rises evenly.
    private static readonly uint[] Ramp =
        [0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725];

    /// <summary>Left of the rows.</summary>
    public required IReadOnlyList<string> RowLabels { get; init; }

    /// <summary>Below the columns.</summary>
    public required IReadOnlyList<string> ColumnLabels { get; init; }

    /// <summary>What the columns vary.</summary>
    public required string XLabel { get; init; }

    /// <summary>What the rows vary.</summary>
    public required string YLabel { get; init; }

    /// <summary>What the colours mean, with the unit.</summary>
    public required string ValueLabel { get; init; }

    /// <summary>Row after row.</summary>
    public required IReadOnlyList<HeatMapCell> Cells { get; init; }

    /// <summary>The range of the colours; null takes that of the cells.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>The ends of the colours, as text.</summary>
    public required Func<double, string> Format { get; init; }

    /// <summary>The same in a size that fits its text.</summary>
    public HeatMapPlot Fitted()
    {
        using SKFont font = PictureFont.OfSize(TextSize);
        Layout layout = Measure(font);
        using SKFont title = PictureFont.OfSize(17);
        float width = Math.Max(layout.Left + layout.CellWidth * ColumnLabels.Count + layout.Key, title.MeasureText(Title) + 2 * Edge);
        return this with
        {
            Width = (int)Math.Ceiling(width + Edge),
            Height = (int)(TitleHeight + Edge + layout.CellHeight * RowLabels.Count + 2 * LineHeight + 2 * Edge),
        };
    }

    private protected override void Draw(SKCanvas canvas, PictureTheme theme)
    {
        if (Cells.Count != RowLabels.Count * ColumnLabels.Count) throw new ArgumentException($"{Cells.Count} cells are no table.");
        using SKFont font = PictureFont.OfSize(TextSize);
        using SKFont title = PictureFont.OfSize(17);
        using var ink = new SKPaint { Color = theme.InkColour, IsAntialias = true };
        Layout layout = Measure(font);
        (double low, double high) = Range ?? Ends();
        float top = TitleHeight + Edge, bottom = top + layout.CellHeight * RowLabels.Count;
        canvas.DrawText(Title, Edge, Edge + 17, SKTextAlign.Left, title, ink);
        for (int i = 0; i < Cells.Count; i++)
        {
            float x = layout.Left + layout.CellWidth * (i % ColumnLabels.Count), y = top + layout.CellHeight * (i / ColumnLabels.Count);
            DrawCell(canvas, Cells[i], new SKRect(x + 1, y + 1, x + layout.CellWidth - 1, y + layout.CellHeight - 1), low, high, font, ink);
        }
        for (int row = 0; row < RowLabels.Count; row++)
            canvas.DrawText(RowLabels[row], layout.Left - 6, top + layout.CellHeight * (row + 0.5f) + TextSize * 0.36f, SKTextAlign.Right, font, ink);
        for (int column = 0; column < ColumnLabels.Count; column++)
            canvas.DrawText(ColumnLabels[column], layout.Left + layout.CellWidth * (column + 0.5f), bottom + LineHeight, SKTextAlign.Center, font, ink);
        canvas.DrawText(XLabel, layout.Left + layout.CellWidth * ColumnLabels.Count / 2, bottom + 2 * LineHeight + 4, SKTextAlign.Center, font, ink);
        canvas.DrawText(YLabel, layout.Left - 6, top - 8, SKTextAlign.Right, font, ink);
        DrawKey(canvas, layout.Left + layout.CellWidth * ColumnLabels.Count + Edge, top, bottom, (low, high), font, ink);
    }

    private static void DrawCell(SKCanvas canvas, HeatMapCell cell, SKRect place, double low, double high, SKFont font, SKPaint ink)
    {
        using var fill = new SKPaint { IsAntialias = false };
        using var text = new SKPaint { IsAntialias = true, Color = ink.Color };
        if (cell.Value is double value)
        {
            fill.Color = Colour(high > low ? (value - low) / (high - low) : 0.5);
            // Not quite black and white: those follow the reader's theme, and a cell's colour does not.
            text.Color = Luminance(fill.Color) > 0.18 ? new SKColor(0xFF000001) : new SKColor(0xFFFFFFFE);
        }
        else
        {
            fill.Color = ink.Color;
            fill.Style = SKPaintStyle.Stroke;
        }
        canvas.DrawRect(place, fill);
        float y = place.MidY + TextSize * 0.36f - LineHeight * (cell.Text.Count - 1) / 2f;
        foreach (string line in cell.Text)
        {
            canvas.DrawText(line, place.MidX, y, SKTextAlign.Center, font, text);
            y += LineHeight;
        }
    }

    private void DrawKey(SKCanvas canvas, float left, float top, float bottom, (double Low, double High) range, SKFont font, SKPaint ink)
    {
        const int Steps = 32;
        using var fill = new SKPaint { IsAntialias = false };
        for (int i = 0; i < Steps; i++)
        {
            fill.Color = Colour(1 - (i + 0.5) / Steps);
            canvas.DrawRect(left, top + (bottom - top) * i / Steps, KeyWidth, (bottom - top) / Steps + 0.5f, fill);
        }
        canvas.DrawText(Format(range.High), left + KeyWidth + 5, top + TextSize, SKTextAlign.Left, font, ink);
        canvas.DrawText(Format(range.Low), left + KeyWidth + 5, bottom, SKTextAlign.Left, font, ink);
        canvas.DrawText(ValueLabel, left + KeyWidth + 5, bottom + 2 * LineHeight + 4, SKTextAlign.Right, font, ink);
    }

    private Layout Measure(SKFont font)
    {
        float Widest(IEnumerable<string> texts) => texts.Select(text => font.MeasureText(text)).DefaultIfEmpty(0).Max();
        float cell = Math.Max(46, Math.Max(Widest(ColumnLabels), Widest(Cells.SelectMany(item => item.Text))) + 14);
        int lines = Math.Max(1, Cells.Max(item => item.Text.Count));
        (double low, double high) = Range ?? Ends();
        float key = Edge + KeyWidth + 5 + Widest([Format(low), Format(high)]);
        return new Layout(Edge + Widest(RowLabels.Append(YLabel)) + 6, cell, lines * LineHeight + 11, key);
    }

    private (double Low, double High) Ends()
    {
        double[] values = [.. Cells.Select(cell => cell.Value).OfType<double>().DefaultIfEmpty(0)];
        return (values.Min(), values.Max());
    }

    private static SKColor Colour(double place)
    {
        double at = Math.Clamp(place, 0, 1) * (Ramp.Length - 1);
        int step = Math.Min((int)at, Ramp.Length - 2);
        double part = at - step;
        byte Mix(int shift) => (byte)Math.Round(((Ramp[step] >> shift) & 255) * (1 - part) + ((Ramp[step + 1] >> shift) & 255) * part);
        return new SKColor(Mix(16), Mix(8), Mix(0));
    }

    // Relative luminance of WCAG 2; above 0.18 black has the greater contrast.
    private static double Luminance(SKColor colour)
    {
        static double Linear(byte level) => level <= 10 ? level / 255.0 / 12.92 : Math.Pow((level / 255.0 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(colour.Red) + 0.7152 * Linear(colour.Green) + 0.0722 * Linear(colour.Blue);
    }

    private readonly record struct Layout(float Left, float CellWidth, float CellHeight, float Key);
}
