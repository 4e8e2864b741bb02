using CsCheck;
using DiscreteVae.Research.Interchange;

namespace DiscreteVae.Tests.Interchange;

public class ProtobufWriterTests
{
    // From protobuf.dev, "Encoding": a = 150 in field 1, "testing" in field 2, and the first as a message in field 3.
    [Fact]
    public void Published_examples_are_written_byte_for_byte()
    {
        Assert.Equal([0x08, 0x96, 0x01], ProtobufWriter.Message(message => message.Integer(1, 150)));
        Assert.Equal([0x12, 0x07, .. "testing"u8], ProtobufWriter.Message(message => message.Text(2, "testing")));
        Assert.Equal([0x1A, 0x03, 0x08, 0x96, 0x01], ProtobufWriter.Message(message => message.Nested(3, nested => nested.Integer(1, 150))));
        Assert.Equal([0x32, 0x06, 0x03, 0x8E, 0x02, 0x9E, 0xA7, 0x05],
            ProtobufWriter.Message(message => message.Integers(6, [3, 270, 86942])));
        // -2 as an int64 is ten bytes.
        Assert.Equal([0x08, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], ProtobufWriter.Message(message => message.Integer(1, -2)));
    }

    [Fact]
    public void Whatever_is_written_is_read_back() =>
        Gen.Select(Gen.Long, Gen.Double, Gen.Float, Gen.String, Gen.Int[1, 100_000]).Sample((integer, real, single, text, field) =>
        {
            ProtobufReader read = ProtobufReader.Parse(ProtobufWriter.Message(message =>
            {
                message.Integer(field, integer);
                message.Double(field + 1, real);
                message.Single(field + 2, single);
                message.Bytes(field + 3, System.Text.Encoding.UTF8.GetBytes(text));
            }));
            Assert.Equal(integer, (long)read.One(field).Value);
            Assert.Equal(real, read.One(field + 1).Double);
            Assert.Equal(single, read.One(field + 2).Single);
            Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), read.One(field + 3).Bytes);
        }, iter: 1000);
}
