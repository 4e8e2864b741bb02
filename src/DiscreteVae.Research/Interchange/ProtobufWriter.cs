using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DiscreteVae.Research.Interchange;

/// <summary>
/// Writes messages in the wire format of Protocol Buffers: each field is a varint of number · 8 + wire type, then its value. Enough for
/// the few messages of TensorBoard and ONNX, whose .proto files name the numbers.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int LengthType = 2;
    private const int Fixed32Type = 5;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The message written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>A whole message in one call.</summary>
    public static byte[] Message(Action<ProtobufWriter> write)
    {
        var message = new ProtobufWriter();
        write(message);
        return message.Written.ToArray();
    }

    /// <summary>A field of type int32, int64, bool or enum.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, VarintType);
        Varint((ulong)value);
    }

    /// <summary>A field of type float.</summary>
    public void Single(int field, float value)
    {
        Tag(field, Fixed32Type);
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(sizeof(float)), value);
        _buffer.Advance(sizeof(float));
    }

    /// <summary>A field of type double.</summary>
    public void Double(int field, double value)
    {
        Tag(field, Fixed64Type);
        Double(value);
    }

    /// <summary>A packed repeated field of type double.</summary>
    public void Doubles(int field, IReadOnlyCollection<double> values)
    {
        Tag(field, LengthType);
        Varint((ulong)values.Count * sizeof(double));
        foreach (double value in values) Double(value);
    }

    /// <summary>A packed repeated field of type int64.</summary>
    public void Integers(int field, IEnumerable<long> values) =>
        Bytes(field, Message(packed =>
        {
            foreach (long value in values) packed.Varint((ulong)value);
        }));

    /// <summary>A field of type string.</summary>
    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A field of type bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthType);
        Varint((ulong)value.Length);
        _buffer.Write(value);
    }

    /// <summary>A field that is a message itself.</summary>
    public void Nested(int field, Action<ProtobufWriter> write)
    {
        var message = new ProtobufWriter();
        write(message);
        Bytes(field, message.Written);
    }

    private void Tag(int field, int wireType) => Varint((uint)(field << 3 | wireType));

    // Seven bits a byte, the lowest first; the top bit says that more follow.
    private void Varint(ulong value)
    {
        Span<byte> span = _buffer.GetSpan(10);
        int count = 0;
        for (; value > 0x7F; value >>= 7) span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        _buffer.Advance(count);
    }

    private void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(sizeof(double)), value);
        _buffer.Advance(sizeof(double));
    }
}
