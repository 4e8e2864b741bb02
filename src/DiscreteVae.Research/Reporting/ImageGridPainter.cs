using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// Draws an <see cref="ImageGrid"/>. No colour space and no smoothing: a pixel of 0.5 becomes a square of grey level 128.
/// </summary>
internal static class ImageGridPainter
{
    // 100 megapixels are 400 MB of memory.
    private const long LargestArea = 100_000_000;
    private static readonly SKColor Ink = new(0xFF202020);

    public static (int Height, int Width) Paint(ImageGrid grid, Stream stream)
    {
        using SKFont label = PictureFont.OfSize(ImageGridLayout.LabelSize);
        using SKFont title = PictureFont.OfSize(ImageGridLayout.TitleSize);
        var layout = new ImageGridLayout(grid, label, title);
        if (layout.Width > LargestArea || layout.Height > LargestArea || layout.Width * layout.Height > LargestArea)
        {
            throw new UserErrorException(
                ExitCode.Usage,
                $"The picture would have {layout.Width} x {layout.Height} pixels. Ask for fewer images or a smaller scale.");
        }

        var size = new SKImageInfo((int)layout.Width, (int)layout.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var picture = new SKBitmap(size);
        using (var canvas = new SKCanvas(picture))
        {
            canvas.Clear(SKColors.White);
            PaintText(grid, layout, canvas, label, title);
            for (int i = 0; i < grid.Images.Count; i++)
            {
                SKRectI cell = layout.Cell(i / grid.Columns, i % grid.Columns);
                PaintImage(grid, i, cell, canvas);
                PaintCaption(layout, i, cell, canvas, label);
            }
        }
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
        png.SaveTo(stream);
        return (size.Height, size.Width);
    }

    private static void PaintText(ImageGrid grid, ImageGridLayout layout, SKCanvas canvas, SKFont label, SKFont title)
    {
        using var ink = new SKPaint { Color = Ink, IsAntialias = true };
        canvas.DrawText(grid.Title, ImageGridLayout.Title, SKTextAlign.Left, title, ink);
        for (int row = 0; row < grid.RowLabels.Count; row++)
            canvas.DrawText(grid.RowLabels[row], layout.RowLabel(row), SKTextAlign.Right, label, ink);
        for (int column = 0; column < grid.ColumnLabels.Count; column++)
            canvas.DrawText(grid.ColumnLabels[column], layout.ColumnLabel(column), SKTextAlign.Center, label, ink);
        for (int column = 0; column < layout.Notes.Count; column++)
        {
            for (int line = 0; line < layout.Notes[column].Count; line++)
                canvas.DrawText(layout.Notes[column][line], layout.Note(column, line), SKTextAlign.Center, label, ink);
        }
    }

    private static void PaintCaption(ImageGridLayout layout, int index, SKRectI cell, SKCanvas canvas, SKFont label)
    {
        if (layout.Captions.Count == 0) return;
        using var ink = new SKPaint { Color = Ink, IsAntialias = true };
        for (int line = 0; line < layout.Captions[index].Count; line++)
            canvas.DrawText(layout.Captions[index][line], ImageGridLayout.Caption(cell, line), SKTextAlign.Center, label, ink);
    }

    private static void PaintImage(ImageGrid grid, int index, SKRectI cell, SKCanvas canvas)
    {
        using var square = new SKPaint { IsAntialias = false };
        float[] image = grid.Images[index];
        for (int i = 0; i < image.Length; i++)
        {
            int x = cell.Left + i % grid.Width * grid.Scale;
            int y = cell.Top + i / grid.Width * grid.Scale;
            square.Color = Grey(image[i]);
            canvas.DrawRect(x, y, grid.Scale, grid.Scale, square);
        }
        if (!grid.Marked.Contains(index)) return;
        var colour = new SKColor(0xFF000000 | Palette.Mark);
        using var frame = new SKPaint { Color = colour, Style = SKPaintStyle.Stroke, StrokeWidth = 3 };
        // Around the image, half in the gap, so that no pixel of it is hidden.
        canvas.DrawRect(cell.Left - 1.5f, cell.Top - 1.5f, cell.Width + 3, cell.Height + 3, frame);
    }

    private static SKColor Grey(float intensity)
    {
        if (float.IsNaN(intensity)) return SKColors.Magenta;
        var level = (byte)MathF.Round(Math.Clamp(intensity, 0, 1) * 255, MidpointRounding.AwayFromZero);
        return new SKColor(level, level, level);
    }
}
