using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DiscreteVae.Research.Results;

/// <summary>Reads a safetensors file and believes nothing in it: every length is checked before memory is taken for it.</summary>
internal sealed class SafetensorsReader(string path)
{
    // The reference implementation's bound.
    private const long LongestHeader = 100_000_000;

    private sealed record Entry(string Name, int[] Shape, long Start, long End);

    public SafetensorsFile Read()
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] header = ReadHeader(stream);
            var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
            List<Entry> entries = ParseHeader(header, metadata);
            entries.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
            RequireWhole(entries, stream.Length - stream.Position);
            var tensors = new Dictionary<string, NamedTensor>(StringComparer.Ordinal);
            foreach (Entry entry in entries)
                tensors.Add(entry.Name, new NamedTensor(entry.Name, entry.Shape, ReadValues(stream, entry)));
            return new SafetensorsFile(metadata, tensors);
        }
        // A JsonDocument tells of bytes that are no UTF-8 by an InvalidOperationException, when they are read.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Damaged($"its header is no valid JSON ({error.Message.TrimEnd('.')})", error);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw error is EndOfStreamException ? Damaged("it is cut off", error) : FileErrors.Reading(path, error);
        }
    }

    private byte[] ReadHeader(FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
            throw Damaged($"its header would have {length} bytes, more than the {LongestHeader} that are allowed");
        if (length > (ulong)(stream.Length - stream.Position)) throw Damaged("it is cut off in its header");
        var header = new byte[length];
        stream.ReadExactly(header);
        if (length == 0 || header[0] != '{') throw Damaged("its header does not start with '{'");
        return header;
    }

    private List<Entry> ParseHeader(byte[] header, SortedDictionary<string, string> metadata)
    {
        using JsonDocument json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var entries = new List<Entry>();
        foreach (JsonProperty property in json.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) throw Damaged($"'{property.Name}' is no object");
            if (property.Name != Safetensors.MetadataName)
            {
                entries.Add(ParseEntry(property.Name, property.Value));
                continue;
            }
            foreach (JsonProperty pair in property.Value.EnumerateObject())
            {
                if (pair.Value.ValueKind != JsonValueKind.String) throw Damaged($"the metadata's '{pair.Name}' is no string");
                metadata.Add(pair.Name, pair.Value.GetString()!);
            }
        }
        return entries;
    }

    private Entry ParseEntry(string name, JsonElement tensor)
    {
        if (tensor.GetPropertyCount() != 3
            || !tensor.TryGetProperty("dtype", out JsonElement type)
            || !tensor.TryGetProperty("shape", out JsonElement shape)
            || !tensor.TryGetProperty("data_offsets", out JsonElement offsets)
            || type.ValueKind != JsonValueKind.String)
        {
            throw Damaged($"tensor '{name}' does not have exactly dtype, shape and data_offsets");
        }
        if (type.GetString() != "F32") throw Damaged($"tensor '{name}' is of type {type.GetString()}; only F32 is read here");
        int[] sizes = [.. Integers(name, shape).Select(size => size <= int.MaxValue ? (int)size : throw TooLarge(name))];
        long[] range = [.. Integers(name, offsets)];
        if (range.Length != 2 || range[0] > range[1]) throw Damaged($"tensor '{name}' does not have a start and an end");
        (long expected, long found) = (Bytes(name, sizes), range[1] - range[0]);
        if (expected != found)
            throw Damaged($"tensor '{name}' has {found} bytes for the shape [{string.Join(", ", sizes)}], not {expected}");
        return new Entry(name, sizes, range[0], range[1]);
    }

    private IEnumerable<long> Integers(string name, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) throw Damaged($"tensor '{name}' has a shape or data_offsets that is no list");
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long value) || value < 0)
                throw Damaged($"tensor '{name}' has a size or an offset that is no whole number");
            yield return value;
        }
    }

    private long Bytes(string name, int[] sizes)
    {
        // A zero anywhere makes the tensor empty, however large the other sizes are.
        if (sizes.Contains(0)) return 0;
        long bytes = sizeof(float);
        foreach (int size in sizes)
        {
            bytes = bytes <= long.MaxValue / size ? bytes * size : throw TooLarge(name);
        }
        return bytes / sizeof(float) <= Array.MaxLength ? bytes : throw TooLarge(name);
    }

    private void RequireWhole(List<Entry> entries, long length)
    {
        long position = 0;
        foreach (Entry entry in entries)
        {
            if (entry.Start < position) throw Damaged($"tensor '{entry.Name}' overlaps the one before it");
            if (entry.Start > position) throw Damaged($"there is a hole before tensor '{entry.Name}'");
            position = entry.End;
        }
        if (position > length) throw Damaged($"it is cut off: it has {length} bytes of data instead of {position}");
        if (position < length) throw Damaged($"it has {length - position} bytes after its last tensor");
    }

    private static float[] ReadValues(FileStream stream, Entry entry)
    {
        var data = new float[(entry.End - entry.Start) / sizeof(float)];
        stream.ReadExactly(MemoryMarshal.AsBytes(data.AsSpan()));
        if (!BitConverter.IsLittleEndian) Safetensors.LittleEndian(data).CopyTo(MemoryMarshal.AsBytes(data.AsSpan()));
        return data;
    }

    private UserErrorException TooLarge(string name) => Damaged($"tensor '{name}' is too large");

    private UserErrorException Damaged(string what, Exception? inner = null) => new(
        ExitCode.Environment, $"'{path}' is no safetensors file that can be read: {what}. Restore it, or write it anew.", inner);
}
