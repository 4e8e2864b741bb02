using System.Buffers.Binary;
using System.IO.Compression;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Reads IDX files of bytes, plain or gzip-compressed (told apart by their content, not their name), with images of any height
/// and width. Whatever a file holds, reading ends in a whole array or in a <see cref="UserErrorException"/> that says what is
/// wrong with which file.
/// </summary>
public static class IdxReader
{
    // What a header promises is allocated only as far as this before that much has really been read.
    private const int FirstAllocation = 64 << 20;

    /// <summary>Reads images and, where there are any, their labels.</summary>
    /// <param name="name">What to call the set in messages: "mnist train".</param>
    /// <param name="images">The file of images.</param>
    /// <param name="labels">The file of labels, or null.</param>
    /// <exception cref="UserErrorException">A file cannot be read, is broken, or the two do not belong together.</exception>
    public static ImageSet ReadSet(string name, IdxFile images, IdxFile? labels)
    {
        (byte[] pixels, int height, int width) = Read(images, ReadImages);
        byte[]? classes = labels is null ? null : Read(labels, ReadLabels);
        int count = pixels.Length / (height * width);
        if (classes is not null && classes.Length != count)
            throw Broken(labels!.Name, $"holds {classes.Length} labels, but {images.Name} holds {count} images");
        return new ImageSet(name, height, width, pixels, classes);
    }

    /// <summary>Reads a file of images (magic 0x00000803).</summary>
    /// <param name="stream">The file from its start; it can seek.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="UserErrorException">The file is broken or holds something else.</exception>
    public static (byte[] Pixels, int Height, int Width) ReadImages(Stream stream, string name)
    {
        (byte[] pixels, uint[] dimensions) = ReadArray(stream, name, 3);
        return (pixels, (int)dimensions[1], (int)dimensions[2]);
    }

    /// <summary>Reads a file of labels (magic 0x00000801).</summary>
    /// <param name="stream">The file from its start; it can seek.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="UserErrorException">The file is broken or holds something else.</exception>
    public static byte[] ReadLabels(Stream stream, string name) => ReadArray(stream, name, 1).Bytes;

    private static T Read<T>(IdxFile file, Func<Stream, string, T> read)
    {
        try
        {
            using Stream stream = file.Open();
            return read(stream, file.Name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCode.Environment, $"{file.Name}: cannot be read: {error.Message}", error);
        }
    }

    private static (byte[] Bytes, uint[] Dimensions) ReadArray(Stream stream, string name, int rank)
    {
        bool compressed = IsGzip(stream);
        using Stream? gzip = compressed ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        try
        {
            Stream content = gzip ?? stream;
            uint[] dimensions = ReadDimensions(content, name, rank);
            byte[] bytes = ReadBytes(content, name, Length(dimensions, name), dimensions);
            if (content.ReadByte() >= 0)
                throw Broken(name, $"goes on after the {Items(dimensions)} that its header promises");
            if (compressed && !EndsWithLength(stream, IdxHeader.MagicLength + 4L * rank + bytes.Length))
                throw Broken(name, "is a gzip file without its proper end: truncated, or made of several parts");
            return (bytes, dimensions);
        }
        catch (InvalidDataException error)
        {
            throw Broken(name, $"is not a whole gzip file ({error.Message})", error);
        }
    }

    private static bool IsGzip(Stream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Seek(-read, SeekOrigin.Current);
        return read == 2 && magic is [0x1f, 0x8b];
    }

    // GZipStream ends in silence where a file ends before its checksum, and that goes unchecked. Behind it stands the length
    // (RFC 1952).
    private static bool EndsWithLength(Stream stream, long length)
    {
        Span<byte> end = stackalloc byte[4];
        stream.Seek(-end.Length, SeekOrigin.End);
        stream.ReadExactly(end);
        return BinaryPrimitives.ReadUInt32LittleEndian(end) == (uint)length;
    }

    private static uint[] ReadDimensions(Stream content, string name, int rank)
    {
        Span<byte> magic = stackalloc byte[IdxHeader.MagicLength];
        ReadHeader(content, name, magic);
        if (magic is not [0, 0, _, _])
            throw Broken(name, $"is not an IDX file: it begins with 0x{Convert.ToHexString(magic)}, not 0x{Magic(rank)}");
        if (magic[2] != IdxHeader.UnsignedByte)
        {
            throw Broken(name,
                $"holds values of type 0x{magic[2]:X2}; only unsigned bytes (0x{IdxHeader.UnsignedByte:X2}) are read");
        }
        if (magic[3] != rank)
            throw Broken(name, $"holds {Content(magic[3])}, where {Content(rank)} are expected");
        Span<byte> lengths = stackalloc byte[4 * rank];
        ReadHeader(content, name, lengths);
        uint[] dimensions = new uint[rank];
        for (int d = 0; d < rank; d++) dimensions[d] = BinaryPrimitives.ReadUInt32BigEndian(lengths[(4 * d)..]);
        return dimensions;
    }

    private static void ReadHeader(Stream content, string name, Span<byte> part)
    {
        if (content.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length)
            throw Broken(name, "is truncated: it ends within its header");
    }

    private static int Length(uint[] dimensions, string name)
    {
        if (dimensions[0] == 0) throw Broken(name, $"is empty: its header promises {Items(dimensions)}");
        UInt128 length = 1;
        foreach (uint dimension in dimensions) length *= dimension;
        if (length == 0 || length > (UInt128)Array.MaxLength)
        {
            throw Broken(name,
                $"promises {Items(dimensions)} in its header, which cannot be: 1 to {Array.MaxLength} bytes can be read");
        }
        return (int)length;
    }

    private static byte[] ReadBytes(Stream content, string name, int length, uint[] dimensions)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(Math.Min(length, FirstAllocation));
        int filled = 0;
        while (filled < length)
        {
            if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
            int read = content.Read(bytes.AsSpan(filled));
            if (read == 0)
            {
                throw Broken(name,
                    $"is truncated: its header promises {Items(dimensions)} ({length} bytes), but {filled} bytes follow");
            }
            filled += read;
        }
        return bytes;
    }

    private static string Items(uint[] dimensions) =>
        dimensions is [uint count, uint height, uint width] ? $"{count} images of {height} x {width}" : $"{dimensions[0]} labels";

    private static string Content(int rank) => rank switch
    {
        1 => "labels (one dimension)",
        3 => "images (three dimensions)",
        _ => $"an array of {rank} dimensions",
    };

    private static string Magic(int rank) => $"0000{IdxHeader.UnsignedByte:X2}{rank:X2}";

    private static UserErrorException Broken(string name, string what, Exception? inner = null) =>
        new(ExitCode.Environment, $"{name}: the file {what}. Replace it by a good copy.", inner);
}
