using System.Buffers.Binary;
using System.Numerics;

namespace DiscreteVae.Research.Interchange;

/// <summary>
/// The framing of TensorFlow's record files: length (uint64), masked CRC-32C of the length, the content, masked CRC-32C of the content;
/// everything little-endian.
/// </summary>
/// <remarks>tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details"; CRC-32C as in RFC 3720.</remarks>
internal static class TfRecord
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>Appends one record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(ulong)..], MaskedCrc(header[..sizeof(ulong)]));
        stream.Write(header);
        stream.Write(content);
        Span<byte> footer = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc(content));
        stream.Write(footer);
    }

    /// <summary>((crc >> 15) | (crc &lt;&lt; 17)) + 0xA282EAD8: a CRC over data that holds its own CRC would be of little use.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc(data), 15) + MaskDelta;

    /// <summary>CRC-32C (Castagnoli), with its initial value and final inversion.</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte value in data) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
