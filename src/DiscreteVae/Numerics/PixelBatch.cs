using System.Numerics.Tensors;

namespace DiscreteVae.Numerics;

/// <summary>What the numbers in a <see cref="PixelBatch"/> mean.</summary>
public enum PixelKind
{
    /// <summary>Bytes 0 or 1: binary pixels.</summary>
    Binary,

    /// <summary>Bytes 0 to 255: grey levels v / 255.</summary>
    Grey,

    /// <summary>Floating-point intensities in [0, 1].</summary>
    Real,
}

/// <summary>
/// The images of a minibatch, B × D: at once the encoder's input and the decoder's target. They stay bytes until a kernel reads
/// them, which keeps a minibatch in the second-level cache and shows a first layer which pixels are zero.
/// </summary>
/// <remarks>
/// A batch is one of a fixed ring of buffers that are filled anew for each minibatch. It has one owner at a time: the loader until it is
/// sent on, the train step until it is given back. This is the one mutable message of the pipeline.
/// </remarks>
public sealed class PixelBatch
{
    private readonly byte[] _bytes;
    private readonly Real[]? _reals;

    /// <summary>Makes an empty batch of byte images.</summary>
    /// <param name="capacity">The largest number of images.</param>
    /// <param name="width">D, pixels an image.</param>
    /// <param name="kind">What the bytes mean; not <see cref="PixelKind.Real"/>.</param>
    public PixelBatch(int capacity, int width, PixelKind kind)
    {
        if (kind == PixelKind.Real) throw new ArgumentException("A batch of real intensities is made from a matrix.", nameof(kind));
        Capacity = capacity;
        Width = width;
        Kind = kind;
        _bytes = new byte[checked(capacity * width)];
    }

    /// <summary>Wraps real intensities in [0, 1], one image a row.</summary>
    public PixelBatch(Matrix intensities)
    {
        Capacity = Count = intensities.Rows;
        Width = intensities.Columns;
        Kind = PixelKind.Real;
        _bytes = [];
        _reals = intensities.Span.ToArray();
    }

    /// <summary>The largest number of images.</summary>
    public int Capacity { get; }

    /// <summary>B, the number of images now in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>D, pixels an image.</summary>
    public int Width { get; }

    /// <summary>What the values mean.</summary>
    public PixelKind Kind { get; }

    /// <summary>Sets the number of images.</summary>
    public void SetCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        Count = count;
    }

    /// <summary>The bytes of one image; empty for <see cref="PixelKind.Real"/>.</summary>
    public Span<byte> Bytes(int row) => Kind == PixelKind.Real ? [] : _bytes.AsSpan(row * Width, Width);

    /// <summary>Writes the intensities of one image, in [0, 1].</summary>
    public void CopyIntensities(int row, Span<Real> destination)
    {
        if (_reals is not null)
        {
            _reals.AsSpan(row * Width, Width).CopyTo(destination);
            return;
        }
        TensorPrimitives.ConvertTruncating<byte, Real>(Bytes(row), destination);
        if (Kind == PixelKind.Grey) TensorPrimitives.Divide(destination[..Width], (Real)255, destination);
    }
}
