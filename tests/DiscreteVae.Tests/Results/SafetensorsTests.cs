using System.Buffers.Binary;
using System.Text;
using CsCheck;
using DiscreteVae.Research;
using DiscreteVae.Research.Results;

using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["t.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_read_back_to_the_bit() => Gen.Select(
            Gen.Int[0, 4].Array[0, 3].SelectMany(shape => Gen.Int.Array[shape.Aggregate(1, (a, b) => a * b)]
                .Select(bits => (shape, data: Array.ConvertAll(bits, BitConverter.Int32BitsToSingle)))).List[0, 4],
            Gen.Dictionary(
                Gen.String[Gen.Char['a', 'z'], 1, 5],
                Gen.String[Gen.OneOf('a', '"', '\\', '\n', 'é', '漢'), 0, 5])[0, 3])
        .Sample(
            (tensors, metadata) =>
            {
                NamedTensor[] written = [.. tensors.Select((tensor, i) => new NamedTensor($"{i}", tensor.shape, tensor.data))];
                Write(written, metadata);
                SafetensorsFile read = Safetensors.Read(FilePath);
                Assert.Equal(metadata.OrderBy(pair => pair.Key), read.Metadata.OrderBy(pair => pair.Key));
                Assert.Equal(written.Length, read.Tensors.Count);
                foreach (NamedTensor tensor in written)
                {
                    Assert.Equal(tensor.Shape, read.Tensors[tensor.Name].Shape);
                    // Bits, for NaN has many.
                    Assert.Equal(
                        Array.ConvertAll(tensor.Data, BitConverter.SingleToInt32Bits),
                        Array.ConvertAll(read.Tensors[tensor.Name].Data, BitConverter.SingleToInt32Bits));
                }
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void A_tiny_file_has_the_formats_bytes()
    {
        Write([new NamedTensor("b", [2], [1f, -2f])], new Dictionary<string, string> { ["k"] = "v" });
        const string Header = """{"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        string padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        byte[] expected =
        [
            (byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(padded), 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
        ];
        Assert.Equal(expected, File.ReadAllBytes(FilePath));
        Assert.Equal(0, padded.Length % 8);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, null)]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"z":{"dtype":"F32","shape":[0,9],"data_offsets":[4,4]}}""",
        4, null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "after its last tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "hole")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8, "overlaps")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
        12, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "8 bytes for the shape [3], not 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "start and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 8, "start and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "no list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2000000000,2000000000,2000000000],"data_offsets":[0,4]}}""", 4, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9999999999],"data_offsets":[0,4]}}""", 4, "too large")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4, "F16")]
    [InlineData("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,4]}}""", 4, "F99")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "exactly dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "exactly dtype")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8, "JSON")]
    [InlineData("""{"a":4}""", 0, "no object")]
    [InlineData("""{"__metadata__":{"epoch":3}}""", 0, "no string")]
    [InlineData("""[1]""", 0, "'{'")]
    [InlineData(""" {}""", 0, "'{'")]
    [InlineData("", 0, "'{'")]
    [InlineData("""{"a":""", 0, "JSON")]
    [InlineData("""{} x""", 0, "JSON")]
    public void A_reader_is_strict(string header, int dataBytes, string? complaint)
    {
        Store((ulong)header.Length, [.. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
        if (complaint is null)
        {
            Assert.NotEmpty(Safetensors.Read(FilePath).Tensors);
            return;
        }
        AssertComplains(complaint);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "more than")]
    [InlineData(100_000_001UL, "more than")]
    [InlineData(3UL, "cut off")]
    public void A_header_length_is_not_believed(ulong length, string complaint)
    {
        Store(length, "{}"u8.ToArray());
        AssertComplains(complaint);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error()
    {
        byte[] header = [.. "{\""u8, 0xFF, 0xFE, .. "\":{}}"u8];
        Store((ulong)header.Length, header);
        AssertComplains("safetensors");
    }

    [Fact]
    public void Every_cut_is_an_error()
    {
        Write([new NamedTensor("a", [2, 2], [1, 2, 3, 4])], new Dictionary<string, string> { ["k"] = "v" });
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            AssertComplains("safetensors");
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<UserErrorException>(() => Safetensors.Read(FilePath));
        Assert.Contains("no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_writer_refuses_what_no_reader_takes()
    {
        var none = new Dictionary<string, string>();
        using var stream = new MemoryStream();
        Assert.Throws<ArgumentException>(() => Safetensors.Write(stream, [new("a", [1], [1]), new("a", [1], [1])], none));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(stream, [new("a", [2], [1])], none));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(stream, [new("__metadata__", [1], [1])], none));
        Assert.Equal(0, stream.Length);
    }

    [SkippableFact]
    public void Python_reads_the_same_values_by_the_formats_description()
    {
        WriteForPython();
        Assert.Equal("dvae-1 first [2, 3] 1.5,-2.0,0.25,3.0,inf,1e-10 second [1] 7.0", Python.Run("""
            import json, struct, sys
            raw = open(sys.argv[1], 'rb').read()
            (length,) = struct.unpack('<Q', raw[:8])
            header, data = json.loads(raw[8:8 + length]), raw[8 + length:]
            assert length % 8 == 0 and raw[8:9] == b'{'
            words = [header.pop('__metadata__')['format']]
            for name, tensor in header.items():
                start, end = tensor['data_offsets']
                values = struct.unpack('<%df' % ((end - start) // 4), data[start:end])
                words += [name, str(tensor['shape']), ','.join('%s' % float('%.6g' % v) for v in values)]
            assert end == len(data)
            print(' '.join(words))
            """, FilePath));
    }

    [SkippableFact]
    public void The_safetensors_package_reads_the_same_values()
    {
        Python.SkipUnlessImportable("safetensors", "numpy");
        WriteForPython();
        Assert.Equal("dvae-1 (2, 3) 7.0", Python.Run("""
            import sys
            from safetensors import safe_open
            with safe_open(sys.argv[1], framework='np') as file:
                print(file.metadata()['format'], file.get_tensor('first').shape, file.get_tensor('second')[0])
            """, FilePath));
    }

    private void WriteForPython() => Write(
        [
            new NamedTensor("first", [2, 3], [1.5f, -2f, 0.25f, 3f, float.PositiveInfinity, 1e-10f]),
            new NamedTensor("second", [1], [7f]),
        ],
        new Dictionary<string, string> { ["format"] = "dvae-1" });

    private void AssertComplains(string complaint)
    {
        var error = Assert.Throws<UserErrorException>(() => Safetensors.Read(FilePath));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    private void Write(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using FileStream stream = File.Create(FilePath);
        Safetensors.Write(stream, tensors, metadata);
    }

    private void Store(ulong headerLength, byte[] rest)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, headerLength);
        File.WriteAllBytes(FilePath, [.. prefix, .. rest]);
    }
}
