using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>
/// <c>checkpoint.safetensors</c>: tensors <c>encoder.0.weight</c> (outputs × inputs), <c>encoder.0.bias</c>, ...,
/// <c>decoder.2.bias</c>, with a learned prior <c>prior.logits</c> (N × K), and in the metadata what it takes to use them. One to go on
/// training from has what else the trial remembers under <c>training.</c>: tensors such as <c>training.optimizer.0.encoder.0.weight</c>
/// (Adam's first moment, row-major), and metadata such as <c>training.count.optimizer.step</c>.
/// </summary>
/// <remarks>
/// The metadata's <c>sha256</c> is over all other metadata, as lines <c>name=value</c> in ordinal order, and the values of all
/// tensors in the file's order: a bit that a disk turned over is found, and not trained on.
/// </remarks>
public static class Checkpoint
{
    private const string Format = "dvae-1";
    private const string PriorLogits = "prior.logits";

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void Write(string path, CheckpointContent content)
    {
        RequireWidths(content.Encoder, content.EncoderWidths);
        RequireWidths(content.Decoder, [.. content.EncoderWidths.Reverse()]);
        NamedTensor[] tensors = [.. Tensors("encoder", content.Encoder), .. Tensors("decoder", content.Decoder)];
        if (content.PriorLogits is not null)
            tensors = [.. tensors, new NamedTensor(PriorLogits, [content.Latents, content.Categories], content.PriorLogits)];
        SortedDictionary<string, string> metadata = Metadata(content);
        if (content.Training is not null)
        {
            tensors = [.. tensors, .. CheckpointTraining.Tensors(content.Training)];
            CheckpointTraining.AddTo(metadata, content.Training);
        }
        metadata[CheckpointChecksum.Name] = CheckpointChecksum.Of(metadata, tensors);
        AtomicFile.Write(path, stream => Safetensors.Write(stream, tensors, metadata));
    }

    /// <summary>Reads the file and checks that its tensors are those that its metadata promise.</summary>
    /// <exception cref="UserErrorException">The file is missing, damaged, or no checkpoint.</exception>
    public static CheckpointContent Read(string path)
    {
        SafetensorsFile file = Safetensors.Read(path);
        var metadata = new CheckpointMetadata(path, file.Metadata);
        metadata.Require("format", Format);
        if (file.Metadata.TryGetValue(CheckpointChecksum.Name, out string? checksum)
            && checksum != CheckpointChecksum.Of(file.Metadata, file.Tensors.Values))
        {
            throw metadata.Wrong("its content does not have the checksum that it states");
        }
        var content = new CheckpointContent
        {
            Latents = metadata.Positive("latents"),
            Categories = metadata.Positive("categories"),
            Sizes = metadata.PositiveList("sizes"),
            Activation = metadata.Text("activation"),
            NegativeSlope = metadata.Number("negative_slope"),
            Height = metadata.Positive("height"),
            Width = metadata.Positive("width"),
            Dataset = metadata.Text("dataset"),
            Binarization = metadata.Text("binarization"),
            Trial = metadata.Text("trial"),
            Epoch = metadata.Whole("epoch"),
            Encoder = [],
            Decoder = [],
            Training = CheckpointTraining.Read(file, metadata),
            Backend = file.Metadata.GetValueOrDefault("backend"),
            Threads = file.Metadata.ContainsKey("threads") ? metadata.Whole("threads") : 0,
        };
        if ((long)content.Height * content.Width != content.Sizes[0] || (long)content.Latents * content.Categories > int.MaxValue)
            throw metadata.Wrong($"{content.Height} x {content.Width} pixels do not go with {metadata.Text("sizes")}");
        int[] widths = content.EncoderWidths;
        int parameters = file.Tensors.Keys.Count(name => !CheckpointTraining.Owns(name));
        int expected = 4 * (widths.Length - 1) + (file.Tensors.ContainsKey(PriorLogits) ? 1 : 0);
        if (parameters != expected) throw metadata.Wrong($"it holds {parameters} tensors instead of {expected}");
        return content with
        {
            Encoder = Layers("encoder", widths, file, metadata),
            Decoder = Layers("decoder", [.. widths.Reverse()], file, metadata),
            PriorLogits = file.Tensors.ContainsKey(PriorLogits)
                ? Find(PriorLogits, [content.Latents, content.Categories], file, metadata)
                : null,
        };
    }

    private static SortedDictionary<string, string> Metadata(CheckpointContent content)
    {
        SortedDictionary<string, string> metadata = Required(content);
        if (content.Backend is not null) metadata["backend"] = content.Backend;
        if (content.Threads > 0) metadata["threads"] = Csv.Number(content.Threads);
        return metadata;
    }

    private static SortedDictionary<string, string> Required(CheckpointContent content) => new(StringComparer.Ordinal)
    {
        ["format"] = Format,
        ["latents"] = Csv.Number(content.Latents),
        ["categories"] = Csv.Number(content.Categories),
        ["sizes"] = string.Join(',', content.Sizes.Select(size => Csv.Number(size))),
        ["activation"] = content.Activation,
        ["negative_slope"] = content.NegativeSlope.ToString("R", CultureInfo.InvariantCulture),
        ["height"] = Csv.Number(content.Height),
        ["width"] = Csv.Number(content.Width),
        ["dataset"] = content.Dataset,
        ["binarization"] = content.Binarization,
        ["trial"] = content.Trial,
        ["epoch"] = Csv.Number(content.Epoch),
    };

    private static IEnumerable<NamedTensor> Tensors(string part, IReadOnlyList<DenseWeights> layers) => layers.SelectMany(
        (layer, index) => new NamedTensor[]
        {
            new($"{part}.{index}.weight", [layer.Outputs, layer.Inputs], layer.Weight),
            new($"{part}.{index}.bias", [layer.Outputs], layer.Bias),
        });

    private static void RequireWidths(IReadOnlyList<DenseWeights> layers, int[] widths)
    {
        if (!widths.SequenceEqual([.. layers.Select(layer => layer.Inputs), layers[^1].Outputs]))
            throw new ArgumentException($"The layers do not have the widths {string.Join('-', widths)}.", nameof(layers));
    }

    private static DenseWeights[] Layers(string part, int[] widths, SafetensorsFile file, CheckpointMetadata metadata)
    {
        var layers = new DenseWeights[widths.Length - 1];
        for (int i = 0; i < layers.Length; i++)
        {
            float[] weight = Find($"{part}.{i}.weight", [widths[i + 1], widths[i]], file, metadata);
            float[] bias = Find($"{part}.{i}.bias", [widths[i + 1]], file, metadata);
            layers[i] = new DenseWeights(widths[i], widths[i + 1], weight, bias);
        }
        return layers;
    }

    private static float[] Find(string name, int[] shape, SafetensorsFile file, CheckpointMetadata metadata)
    {
        if (!file.Tensors.TryGetValue(name, out NamedTensor? tensor)) throw metadata.Wrong($"it has no tensor '{name}'");
        if (tensor.Shape.SequenceEqual(shape)) return tensor.Data;
        string found = string.Join(", ", tensor.Shape);
        throw metadata.Wrong($"tensor '{name}' is of shape [{found}] instead of [{string.Join(", ", shape)}]");
    }
}
