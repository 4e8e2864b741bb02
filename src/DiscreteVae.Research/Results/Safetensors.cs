using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiscreteVae.Research.Results;

/// <summary>
/// The file format of the <c>safetensors</c> package, float32 only: 8 bytes little-endian with the header's length, the header in
/// JSON, padded with spaces to a multiple of 8, and the tensors' values one after the other, little-endian and row-major. See
/// https://github.com/huggingface/safetensors.
/// </summary>
public static class Safetensors
{
    /// <summary>The name in the header under which the metadata stand.</summary>
    internal const string MetadataName = "__metadata__";

    /// <summary>Writes a file in the order of <paramref name="tensors"/>.</summary>
    /// <param name="stream">Written from its position on.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="metadata">What to say about it, in ordinal order of the names.</param>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Require(tensors);
        byte[] header = Header(tensors, metadata);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (NamedTensor tensor in tensors) stream.Write(LittleEndian(tensor.Data));
    }

    /// <summary>Reads a file and checks all of it.</summary>
    /// <exception cref="UserErrorException">
    /// The file is missing, cut off, damaged, or holds another type than float32.
    /// </exception>
    public static SafetensorsFile Read(string path) => new SafetensorsReader(path).Read();

    /// <summary>The values' bytes in the file's order; on a big-endian machine a swapped copy.</summary>
    internal static Span<byte> LittleEndian(float[] data)
    {
        if (BitConverter.IsLittleEndian) return MemoryMarshal.AsBytes(data.AsSpan());
        var swapped = new int[data.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(data), swapped);
        return MemoryMarshal.AsBytes(swapped.AsSpan());
    }

    private static void Require(IReadOnlyList<NamedTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { MetadataName };
        foreach ((string name, int[] shape, float[] data) in tensors)
        {
            if (!names.Add(name)) throw new ArgumentException($"Two tensors are called '{name}'.", nameof(tensors));
            string sizes = string.Join(", ", shape);
            if (shape.Any(size => size < 0) || shape.Aggregate(1L, (product, size) => checked(product * size)) != data.Length)
                throw new ArgumentException($"'{name}' has {data.Length} values for the shape [{sizes}].", nameof(tensors));
        }
    }

    private static byte[] Header(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        var readable = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, readable))
        {
            json.WriteStartObject();
            if (metadata.Count > 0) WriteMetadata(json, metadata);
            long start = 0;
            foreach (NamedTensor tensor in tensors) start = WriteTensor(json, tensor, start);
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataName);
        foreach ((string name, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static long WriteTensor(Utf8JsonWriter json, NamedTensor tensor, long start)
    {
        long end = start + (long)tensor.Data.Length * sizeof(float);
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (int size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
