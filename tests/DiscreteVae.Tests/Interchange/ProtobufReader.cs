using System.Buffers.Binary;
using System.Text;

namespace DiscreteVae.Tests.Interchange;

/// <summary>A field of a message: its number and its raw value, a number or bytes.</summary>
internal sealed record ProtobufField(int Number, int WireType, ulong Value, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public double Double => BitConverter.UInt64BitsToDouble(Value);

    public float Single => BitConverter.UInt32BitsToSingle((uint)Value);

    public ProtobufReader Message => ProtobufReader.Parse(Bytes);
}

/// <summary>Reads the wire format from its own description (protobuf.dev, "Encoding"), not with the code under test.</summary>
internal sealed class ProtobufReader
{
    private ProtobufReader(IReadOnlyList<ProtobufField> fields) => Fields = fields;

    public IReadOnlyList<ProtobufField> Fields { get; }

    public IEnumerable<ProtobufField> this[int number] => Fields.Where(field => field.Number == number);

    public ProtobufField One(int number) => Assert.Single(this[number]);

    public static ProtobufReader Parse(byte[] message)
    {
        var fields = new List<ProtobufField>();
        for (int at = 0; at < message.Length;)
        {
            ulong tag = Varint(message, ref at);
            (int number, int type) = ((int)(tag >> 3), (int)(tag & 7));
            ulong value = 0;
            byte[] bytes = [];
            switch (type)
            {
                case 0:
                    value = Varint(message, ref at);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at));
                    at += 8;
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at));
                    at += 4;
                    break;
                case 2:
                    int length = (int)Varint(message, ref at);
                    bytes = message[at..(at + length)];
                    at += length;
                    break;
                default:
                    Assert.Fail($"Wire type {type} is none.");
                    break;
            }
            fields.Add(new ProtobufField(number, type, value, bytes));
        }
        return new ProtobufReader(fields);
    }

    public static double[] Doubles(byte[] packed) =>
        [.. Enumerable.Range(0, packed.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(packed.AsSpan(8 * i)))];

    public static long[] Varints(byte[] packed)
    {
        var values = new List<long>();
        for (int at = 0; at < packed.Length;) values.Add((long)Varint(packed, ref at));
        return [.. values];
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
