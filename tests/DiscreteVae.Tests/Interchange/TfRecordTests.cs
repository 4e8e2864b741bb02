using CsCheck;
using DiscreteVae.Research.Interchange;

namespace DiscreteVae.Tests.Interchange;

public class TfRecordTests
{
    // RFC 3720, appendix B.4, and the check value of CRC-32C.
    [Fact]
    public void Crc_has_the_published_values()
    {
        Assert.Equal(0xE3069283u, TfRecord.Crc("123456789"u8));
        Assert.Equal(0x8A9136AAu, TfRecord.Crc(new byte[32]));
        Assert.Equal(0x62A8AB43u, TfRecord.Crc([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, TfRecord.Crc([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0u, TfRecord.Crc([]));
    }

    [Fact]
    public void Crc_equals_the_definition_bit_by_bit() =>
        Gen.Byte.Array[0, 100].Sample(data => Assert.Equal(EventReader.Crc(data), TfRecord.Crc(data)), iter: 1000);

    // Every event file that TensorFlow itself writes begins so: its first record, of the version, is 24 bytes long.
    [Fact]
    public void A_record_of_24_bytes_begins_as_TensorFlows_event_files_do()
    {
        using var stream = new MemoryStream();
        TfRecord.Write(stream, new byte[24]);
        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22], stream.ToArray()[..12]);
        Assert.Equal(40, stream.Length);
    }
}
