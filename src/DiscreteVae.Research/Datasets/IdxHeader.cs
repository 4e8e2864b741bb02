using System.Buffers.Binary;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// The head of an IDX file of bytes: 0, 0, type code 8, the number of dimensions, then each dimension as a big-endian 32-bit
/// integer. Images have three (count, height, width), labels one. Format: LeCun, Cortes and Burges, "The MNIST database of
/// handwritten digits".
/// </summary>
/// <param name="Dimensions">The lengths of the array, the first the number of items.</param>
internal readonly record struct IdxHeader(params uint[] Dimensions)
{
    /// <summary>Type code of unsigned bytes, the third byte of a file.</summary>
    public const byte UnsignedByte = 0x08;

    /// <summary>Bytes before the first dimension.</summary>
    public const int MagicLength = 4;

    /// <summary>The head of a file of images.</summary>
    public static IdxHeader OfImages(int count, int height, int width) => new((uint)count, (uint)height, (uint)width);

    /// <summary>The head of a file of labels.</summary>
    public static IdxHeader OfLabels(int count) => new((uint)count);

    /// <summary>The head as it stands in a file.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[MagicLength + 4 * Dimensions.Length];
        (bytes[2], bytes[3]) = (UnsignedByte, (byte)Dimensions.Length);
        for (int d = 0; d < Dimensions.Length; d++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(MagicLength + 4 * d), Dimensions[d]);
        return bytes;
    }
}
