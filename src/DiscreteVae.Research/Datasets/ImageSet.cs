using System.Security.Cryptography;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Images of one size with one byte a pixel, v in [0, 255], in the order of their file. They stay bytes: 60 000 images of 28 x
/// 28 are 47 MB, and it is the minibatch that decides what the grey levels mean.
/// </summary>
public sealed class ImageSet
{
    private readonly Lazy<string> _imagesSha256;
    private readonly Lazy<string?> _labelsSha256;

    /// <summary>Wraps pixels, which nobody may change afterwards.</summary>
    /// <param name="name">What to call the set in messages: "mnist train".</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="pixels">Image after image, row after row.</param>
    /// <param name="labels">A label for each image, or null.</param>
    /// <exception cref="UserErrorException">There is no image.</exception>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public ImageSet(string name, int height, int width, byte[] pixels, byte[]? labels = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Name = name;
        (Height, Width, PixelsPerImage) = (height, width, checked(height * width));
        if (pixels.Length == 0)
            throw new UserErrorException(ExitCode.Environment, $"{name}: there is no image in it. At least one is needed.");
        if (pixels.Length % PixelsPerImage != 0)
            throw new ArgumentException($"{pixels.Length} bytes are not whole images of {height} x {width}.", nameof(pixels));
        Count = pixels.Length / PixelsPerImage;
        if (labels is not null && labels.Length != Count)
            throw new ArgumentException($"There are {labels.Length} labels for {Count} images.", nameof(labels));
        (Pixels, Labels) = (pixels, labels);
        _imagesSha256 = new(() => Sha256(IdxHeader.OfImages(Count, Height, Width), Pixels));
        _labelsSha256 = new(() => Labels is null ? null : Sha256(IdxHeader.OfLabels(Count), Labels));
    }

    /// <summary>What the set is called in messages.</summary>
    public string Name { get; }

    /// <summary>The number of images; never 0.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>D = <see cref="Height"/> · <see cref="Width"/>.</summary>
    public int PixelsPerImage { get; }

    /// <summary>All images, one after the other.</summary>
    public byte[] Pixels { get; }

    /// <summary>The class of each image, or null where the source has none.</summary>
    public byte[]? Labels { get; }

    /// <summary>
    /// SHA-256, in lower-case hex, of the images as an uncompressed IDX file: what <c>zcat train-images-idx3-ubyte.gz |
    /// sha256sum</c> prints. Computed when it is first asked for.
    /// </summary>
    public string ImagesSha256 => _imagesSha256.Value;

    /// <summary>The same of the labels; null without labels.</summary>
    public string? LabelsSha256 => _labelsSha256.Value;

    /// <summary>The pixels of one image, row after row.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * PixelsPerImage, PixelsPerImage);

    private static string Sha256(IdxHeader header, byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header.ToBytes());
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
