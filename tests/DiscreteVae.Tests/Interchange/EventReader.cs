using System.Buffers.Binary;

namespace DiscreteVae.Tests.Interchange;

/// <summary>An event as TensorBoard would have it: its step, and one of version, start of a session, or a tagged value.</summary>
internal sealed record ReadEvent(long Step, double WallTime, string? Version, bool Starts, string? Tag, ProtobufReader? Value)
{
    public float Scalar => Value!.One(2).Single;
}

/// <summary>
/// Reads event files from the published formats, with a CRC of its own (bit by bit, polynomial 0x1EDC6F41 reflected), and checks every one.
/// </summary>
internal static class EventReader
{
    public static IReadOnlyList<ReadEvent> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var events = new List<ReadEvent>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file[at..(at + 8)]), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] content = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += length + 16;
            events.Add(Event(ProtobufReader.Parse(content)));
        }
        return events;
    }

    /// <summary>
    /// What TensorBoard keeps of a folder: files in the order of their names; a start drops what is at its step or later.
    /// </summary>
    public static IReadOnlyList<ReadEvent> ReadFolder(string folder)
    {
        var kept = new List<ReadEvent>();
        foreach (string file in Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal))
        {
            foreach (ReadEvent read in Read(file))
            {
                if (read.Starts) kept.RemoveAll(before => before.Step >= read.Step);
                else if (read.Tag is not null) kept.Add(read);
            }
        }
        return kept;
    }

    public static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
        }
        return ~crc;
    }

    private static uint Masked(byte[] data)
    {
        uint crc = Crc(data);
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    private static ReadEvent Event(ProtobufReader message)
    {
        long step = message[2].Select(field => (long)field.Value).SingleOrDefault();
        ProtobufReader? value = message[5].Select(field => field.Message.One(1).Message).SingleOrDefault();
        return new ReadEvent(step, message.One(1).Double, message[3].SingleOrDefault()?.Text,
            message[7].Any(field => field.Message.One(1).Value == 1), value?.One(1).Text, value);
    }
}
