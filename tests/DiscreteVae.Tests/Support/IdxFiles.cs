using System.Buffers.Binary;
using System.IO.Compression;

namespace DiscreteVae.Tests.Support;

/// <summary>Writes IDX files from the format's own description, not with the code under test.</summary>
public static class IdxFiles
{
    /// <summary>Magic 0x000008rr, the dimensions, the content.</summary>
    public static byte[] Encode(byte[] content, params int[] dimensions)
    {
        byte[] file = new byte[4 + 4 * dimensions.Length + content.Length];
        (file[2], file[3]) = (8, (byte)dimensions.Length);
        for (int d = 0; d < dimensions.Length; d++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * d), dimensions[d]);
        content.CopyTo(file, 4 + 4 * dimensions.Length);
        return file;
    }

    /// <summary>Images whose pixels run through the byte values.</summary>
    public static byte[] Images(int count, int height, int width, int firstLevel = 0) =>
        Encode([.. Enumerable.Range(firstLevel, count * height * width).Select(level => (byte)level)], count, height, width);

    /// <summary>Labels 0, 1, ... 9, 0, 1, ...</summary>
    public static byte[] Labels(int count) => Encode([.. Enumerable.Range(0, count).Select(label => (byte)(label % 10))], count);

    public static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(content);
        return compressed.ToArray();
    }

    /// <summary>Writes the four files of a small data set into a folder, which is made.</summary>
    public static void WriteFolder(
        string folder, int train, int test, int height = 4, int width = 3, bool gzip = false, bool labels = true)
    {
        Directory.CreateDirectory(folder);
        foreach ((string split, int count) in new[] { ("train", train), ("t10k", test) })
        {
            Write($"{split}-images-idx3-ubyte", Images(count, height, width, firstLevel: split == "train" ? 0 : 100));
            if (labels) Write($"{split}-labels-idx1-ubyte", Labels(count));
        }
        void Write(string name, byte[] content) =>
            File.WriteAllBytes(Path.Combine(folder, gzip ? name + ".gz" : name), gzip ? Gzip(content) : content);
    }
}
