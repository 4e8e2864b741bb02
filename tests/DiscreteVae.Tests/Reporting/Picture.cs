using SkiaSharp;

namespace DiscreteVae.Tests.Reporting;

/// <summary>A decoded PNG to look at.</summary>
internal sealed class Picture : IDisposable
{
    private readonly SKBitmap _bitmap;

    public Picture(byte[] png)
    {
        Assert.Equal("\u0089PNG", string.Concat(png[..4].Select(value => (char)value)));
        _bitmap = SKBitmap.Decode(png);
    }

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    /// <summary>0xRRGGBB.</summary>
    public uint this[int x, int y] => (uint)_bitmap.GetPixel(x, y) & 0xFFFFFF;

    /// <summary>Pixels of a region that are darker than a light grey: ink on white.</summary>
    public int Ink(int left, int top, int right, int bottom) => Count(left, top, right, bottom, colour => (colour & 0xFF) < 0xC0);

    /// <summary>Pixels of exactly this colour.</summary>
    public int Count(uint colour) => Count(0, 0, Width, Height, other => other == colour);

    public void Dispose() => _bitmap.Dispose();

    private int Count(int left, int top, int right, int bottom, Func<uint, bool> matches)
    {
        int count = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++) count += matches(this[x, y]) ? 1 : 0;
        }
        return count;
    }
}
