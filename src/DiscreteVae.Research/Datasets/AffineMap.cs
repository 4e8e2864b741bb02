namespace DiscreteVae.Research.Datasets;

/// <summary>
/// An affine change of an image about its centre: a pixel at p goes to A (p − c) + c + s, where A turns, shears, scales and
/// mirrors, and s shifts. Coordinates are (column, row) in pixels, c = ((W − 1) / 2, (H − 1) / 2).
/// </summary>
internal readonly record struct AffineMap
{
    // The inverse of A: which point of the source comes to a point of the destination.
    private readonly double _xx, _xy, _yx, _yy;
    private readonly int _shiftX, _shiftY;

    /// <summary>A = rotation · shear · scale · mirror.</summary>
    /// <param name="shiftX">Pixels to the right.</param>
    /// <param name="shiftY">Pixels down.</param>
    /// <param name="flip">Whether left and right change places first.</param>
    /// <param name="rotation">Radians, clockwise as seen, since rows run downwards.</param>
    /// <param name="scale">A factor above 0.</param>
    /// <param name="shear">Radians: a row moves sideways by tan(shear) a pixel of its height.</param>
    public AffineMap(int shiftX, int shiftY, bool flip, double rotation, double scale, double shear)
    {
        (_shiftX, _shiftY) = (shiftX, shiftY);
        (double sin, double cos) = (Math.Sin(rotation), Math.Cos(rotation));
        double tan = Math.Tan(shear), mirror = flip ? -1 : 1;
        // mirror⁻¹ · scale⁻¹ · shear⁻¹ · rotation⁻¹
        _xx = mirror * (cos + tan * sin) / scale;
        _xy = mirror * (sin - tan * cos) / scale;
        _yx = -sin / scale;
        _yy = cos / scale;
    }

    /// <summary>
    /// Overwrites <paramref name="destination"/>: bilinear, rounded to the nearest level, 0 outside the source.
    /// </summary>
    /// <param name="source">Grey levels, H x W; not the same memory as <paramref name="destination"/>.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="destination">H x W.</param>
    public void Apply(ReadOnlySpan<byte> source, int height, int width, Span<byte> destination)
    {
        double centreX = (width - 1) / 2.0, centreY = (height - 1) / 2.0;
        for (int row = 0, index = 0; row < height; row++)
        {
            double y = row - _shiftY - centreY;
            for (int column = 0; column < width; column++, index++)
            {
                double x = column - _shiftX - centreX;
                destination[index] = Sample(source, height, width, _xx * x + _xy * y + centreX, _yx * x + _yy * y + centreY);
            }
        }
    }

    private static byte Sample(ReadOnlySpan<byte> source, int height, int width, double x, double y)
    {
        double left = Math.Floor(x), top = Math.Floor(y);
        // Written so that NaN, too, is outside.
        if (!(left >= -1 && left < width && top >= -1 && top < height)) return 0;
        int column = (int)left, row = (int)top;
        double right = x - left, below = y - top;
        double upper = (1 - right) * Level(source, height, width, row, column)
            + right * Level(source, height, width, row, column + 1);
        double lower = (1 - right) * Level(source, height, width, row + 1, column)
            + right * Level(source, height, width, row + 1, column + 1);
        return (byte)((1 - below) * upper + below * lower + 0.5);
    }

    private static byte Level(ReadOnlySpan<byte> source, int height, int width, int row, int column) =>
        (uint)row < (uint)height && (uint)column < (uint)width ? source[row * width + column] : (byte)0;
}
