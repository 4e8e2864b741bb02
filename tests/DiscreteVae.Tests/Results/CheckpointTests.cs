using DiscreteVae.Research;
using DiscreteVae.Research.Results;

using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["checkpoint.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_reads_back()
    {
        CheckpointContent written = Content(4, 8, [6, 5, 3]);
        Checkpoint.Write(FilePath, written);
        CheckpointContent read = Checkpoint.Read(FilePath);
        Assert.Equivalent(written, read, strict: true);
        Assert.Equal(["checkpoint.safetensors"], _folder.Entries());
    }

    [Fact]
    public void Tensors_and_metadata_have_the_promised_names()
    {
        Checkpoint.Write(FilePath, Content(4, 8, [6, 5, 3]));
        SafetensorsFile file = Safetensors.Read(FilePath);
        Assert.Equal(
            from part in new[] { "encoder", "decoder" }
            from layer in Enumerable.Range(0, 3)
            from kind in new[] { "weight", "bias" }
            select $"{part}.{layer}.{kind}",
            file.Tensors.Keys);
        Assert.Equal([5, 6], file.Tensors["encoder.0.weight"].Shape);
        Assert.Equal([32, 3], file.Tensors["encoder.2.weight"].Shape);
        Assert.Equal([3, 32], file.Tensors["decoder.0.weight"].Shape);
        Assert.Equal([6], file.Tensors["decoder.2.bias"].Shape);
        Assert.Equal(
            "activation=leaky-relu binarization=dynamic categories=8 dataset=mnist epoch=7 format=dvae-1 height=2 latents=4 "
            + "negative_slope=0.01 sizes=6,5,3 trial=abc width=3",
            string.Join(' ', file.Metadata.Where(pair => pair.Key != "sha256").Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void A_model_without_hidden_layers_reads_back()
    {
        Checkpoint.Write(FilePath, Content(2, 3, [6]));
        Assert.Single(Checkpoint.Read(FilePath).Decoder);
    }

    [Fact]
    public void Latents_and_categories_are_not_swapped_unnoticed()
    {
        Checkpoint.Write(FilePath, Content(4, 8, [6, 5, 3]));
        CheckpointContent read = Checkpoint.Read(FilePath);
        read.RequireShape(4, 8, [5, 3], 6);
        var error = Assert.Throws<UserErrorException>(() => read.RequireShape(8, 4, [5, 3], 6));
        Assert.Contains("4 latents of 8 categories with layers 6-5-3-32", error.Message, StringComparison.Ordinal);
        Assert.Contains("8 latents of 4 categories with layers 6-5-3-32", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => read.RequireShape(4, 8, [5], 6));
        Assert.Throws<UserErrorException>(() => read.RequireShape(4, 8, [3, 5], 6));
        Assert.Throws<UserErrorException>(() => read.RequireShape(4, 8, [5, 3], 784));
    }

    [Theory]
    [InlineData("format", "dvae-2", "dvae-2")]
    [InlineData("latents", "0", "latents is 0")]
    [InlineData("latents", "four", "latents is 'four'")]
    [InlineData("latents", "8", "shape")]
    [InlineData("categories", "999999999", "do not go with")]
    [InlineData("sizes", "6,5", "12 tensors instead of 8")]
    [InlineData("sizes", "6,5,4", "shape [3, 5] instead of [4, 5]")]
    [InlineData("sizes", "6,,3", "no whole number")]
    [InlineData("height", "3", "3 x 3 pixels")]
    [InlineData("negative_slope", "NaN", "no number")]
    [InlineData("epoch", null, "lack 'epoch'")]
    public void Metadata_that_do_not_fit_are_an_error(string name, string? value, string complaint)
    {
        Checkpoint.Write(FilePath, Content(4, 8, [6, 5, 3]));
        SafetensorsFile file = Safetensors.Read(FilePath);
        var metadata = file.Metadata.ToDictionary();
        metadata.Remove(name);
        // What somebody changed on purpose has no checksum; what a disk changed has one, and is found by it.
        metadata.Remove("sha256");
        if (value is not null) metadata[name] = value;
        AtomicFile.Write(FilePath, stream => Safetensors.Write(stream, [.. file.Tensors.Values], metadata));
        var error = Assert.Throws<UserErrorException>(() => Checkpoint.Read(FilePath));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_another_name_is_an_error()
    {
        Checkpoint.Write(FilePath, Content(4, 8, [6]));
        SafetensorsFile file = Safetensors.Read(FilePath);
        NamedTensor[] renamed =
        [
            .. file.Tensors.Values.Select(tensor => tensor with { Name = tensor.Name.Replace("decoder", "other") }),
        ];
        AtomicFile.Write(FilePath, stream => Safetensors.Write(stream, renamed, WithoutChecksum(file)));
        var error = Assert.Throws<UserErrorException>(() => Checkpoint.Read(FilePath));
        Assert.Contains("no tensor 'decoder.0.weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_do_not_chain_are_refused_before_anything_is_written()
    {
        CheckpointContent content = Content(4, 8, [6, 5, 3]);
        Assert.Throws<ArgumentException>(() => Checkpoint.Write(FilePath, content with { Decoder = content.Encoder }));
        Assert.Empty(_folder.Entries());
    }

    [Fact]
    public void A_turned_bit_anywhere_in_the_content_is_an_error()
    {
        Checkpoint.Write(FilePath, Content(4, 8, [6, 5, 3]));
        byte[] good = File.ReadAllBytes(FilePath);
        // The last bytes are values; the bytes of "epoch":"7" are metadata.
        int metadata = good.AsSpan().IndexOf("\"epoch\":\"7"u8) + "\"epoch\":\""u8.Length;
        foreach (int position in new[] { good.Length - 1, good.Length / 2, good.Length - 40, metadata })
        {
            byte[] bad = [.. good];
            bad[position] ^= 1;
            File.WriteAllBytes(FilePath, bad);
            var error = Assert.Throws<UserErrorException>(() => Checkpoint.Read(FilePath));
            Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_training_goes_on_from_reads_back_to_the_bit()
    {
        var training = new StateSnapshot();
        training.Arrays.Add("optimizer.0.encoder.0.weight", [1 / 3f, float.Epsilon, -0f]);
        training.Arrays.Add("estimator.empty", []);
        training.Numbers.Add("estimator.baseline", 1 / 3.0);
        training.Numbers.Add("pass.kl", double.NegativeInfinity);
        training.Counts.Add("optimizer.step", long.MaxValue);
        Checkpoint.Write(FilePath, Content(4, 8, [6, 5, 3]) with { Training = training, Backend = "simd", Threads = 2 });
        CheckpointContent read = Checkpoint.Read(FilePath);
        Assert.Equivalent(training.Arrays.Keys.Order(), read.Training!.Arrays.Keys.Order());
        foreach ((string name, float[] values) in training.Arrays) Assert.Equal(values, read.Training.Arrays[name]);
        Assert.Equal(training.Numbers.OrderBy(pair => pair.Key), read.Training.Numbers.OrderBy(pair => pair.Key));
        Assert.Equal(training.Counts, read.Training.Counts);
        Assert.Equal(("simd", 2), (read.Backend, read.Threads));
    }

    private static Dictionary<string, string> WithoutChecksum(SafetensorsFile file) =>
        file.Metadata.Where(pair => pair.Key != "sha256").ToDictionary();

    private static CheckpointContent Content(int latents, int categories, int[] sizes)
    {
        int[] widths = [.. sizes, latents * categories];
        return new CheckpointContent
        {
            Latents = latents,
            Categories = categories,
            Sizes = sizes,
            Activation = "leaky-relu",
            NegativeSlope = 0.01,
            Height = 2,
            Width = 3,
            Dataset = "mnist",
            Binarization = "dynamic",
            Trial = "abc",
            Epoch = 7,
            Encoder = Layers(widths),
            Decoder = Layers([.. widths.Reverse()]),
        };
    }

    private static DenseWeights[] Layers(int[] widths) =>
    [
        .. widths.Zip(widths.Skip(1), (inputs, outputs) => new DenseWeights(
            inputs, outputs, [.. Enumerable.Range(0, inputs * outputs).Select(i => i / 3f)],
            [.. Enumerable.Range(0, outputs).Select(i => -i / 7f)])),
    ];
}
