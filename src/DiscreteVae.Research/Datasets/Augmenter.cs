using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Random changes of training images, before they are binarised: a shift by whole pixels along each axis, a horizontal flip,
/// and a small rotation, change of size and shear about the centre, all in one resampling. What is drawn is a function of the
/// seed, the epoch and the example; each change has numbers of its own, so that adding one moves none of the others. Safe for
/// several threads.
/// </summary>
public sealed class Augmenter
{
    private const int UniformFork = 1;
    private readonly AugmentationSection _section;
    private readonly ulong _seed;
    private readonly int _height;
    private readonly int _width;
    private readonly bool _resamples;

    /// <summary>Makes the augmentation of images of H x W.</summary>
    public Augmenter(AugmentationSection section, int height, int width, ulong seed)
    {
        (_section, _height, _width, _seed) = (section, height, width, seed);
        _resamples = section.Rotation > 0 || section.Scale > 0 || section.Shear > 0;
    }

    /// <summary>Whether it leaves every image as it is.</summary>
    public bool IsIdentity => !_resamples && _section.Shift == 0 && _section.Flip == 0;

    /// <summary>Overwrites <paramref name="destination"/> with a changed image; allocates nothing.</summary>
    /// <param name="image">Grey levels, H x W; not the same memory as <paramref name="destination"/>.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="example">The image's index in its own file.</param>
    /// <param name="destination">H x W.</param>
    public void Apply(ReadOnlySpan<byte> image, int epoch, int example, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Length, _height * _width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, image.Length);
        if (IsIdentity)
        {
            image.CopyTo(destination);
            return;
        }
        var stream = RandomStream.Create(_seed, Purpose.Augmentation, (uint)epoch, (uint)example);
        int shiftX = stream.Integer(2 * _section.Shift + 1, 0) - _section.Shift;
        int shiftY = stream.Integer(2 * _section.Shift + 1, 1) - _section.Shift;
        Span<Real> uniform = stackalloc Real[4];
        stream.Fork(UniformFork).FillUniform(uniform);
        bool flip = uniform[0] < _section.Flip;
        if (!_resamples)
        {
            ShiftAndFlip(image, shiftX, shiftY, flip, destination);
            return;
        }
        double rotation = _section.Rotation * Symmetric(uniform[1]) * Math.PI / 180;
        double scale = 1 + _section.Scale * Symmetric(uniform[2]);
        double shear = _section.Shear * Symmetric(uniform[3]) * Math.PI / 180;
        new AffineMap(shiftX, shiftY, flip, rotation, scale, shear).Apply(image, _height, _width, destination);
    }

    // (0, 1) to (-1, 1).
    private static double Symmetric(Real uniform) => 2 * uniform - 1;

    private void ShiftAndFlip(ReadOnlySpan<byte> image, int shiftX, int shiftY, bool flip, Span<byte> destination)
    {
        destination.Clear();
        int kept = _width - Math.Abs(shiftX);
        if (kept <= 0) return;
        for (int row = Math.Max(0, shiftY); row < Math.Min(_height, _height + shiftY); row++)
        {
            Span<byte> target = destination.Slice(row * _width + Math.Max(0, shiftX), kept);
            int from = Math.Max(0, -shiftX), sourceRow = (row - shiftY) * _width;
            if (!flip)
            {
                image.Slice(sourceRow + from, kept).CopyTo(target);
                continue;
            }
            // Mirrored first, shifted then: column x of the mirrored row is column W − 1 − x of the image.
            image.Slice(sourceRow + _width - from - kept, kept).CopyTo(target);
            target.Reverse();
        }
    }
}
