using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;
using DiscreteVae.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DiscreteVae.Tests.Commands;

/// <summary>dvae export --onnx: another runtime must compute from the files what our own forward pass does.</summary>
public class ExportCommandTests
{
    private const double Tolerance = 1e-5; // float32, sums of at most a few hundred terms of order 1

    [SkippableTheory]
    [InlineData("relu", 6, 5, "[8]", 2, 3, 4)]
    [InlineData("leaky-relu", 7, 3, "[13,5,9]", 3, 2, 1)]
    [InlineData("leaky-relu", 11, 13, "[17,33]", 5, 7, 19)]
    [InlineData("relu", 4, 4, "[]", 1, 2, 3)]
    public async Task Another_runtime_computes_the_same(string activation, int height, int width, string hidden, int latents, int categories, int batch)
    {
        SkipUnlessOnnxRuntimeLoads();
        using var experiment = new TinyExperiment(height: height, width: width);
        await experiment.RunAsync($"model:activation={activation}", $"model:hidden={hidden}", $"model:latents={latents}", $"model:categories={categories}",
            "model:negativeSlope=0.2", "data:binarization=none");

        DvaeCommand command = await DvaeCommand.RunAsync("export", "--onnx", experiment.Results, "-o", Path.Combine(experiment.Folder, "models"));

        Assert.True(command.ExitCode == 0, command.Error);
        CheckpointContent checkpoint = Checkpoint.Read(Path.Combine(experiment.Trial, "checkpoint.safetensors"));
        using IBackend backend = BackendRegistry.Create("mathnet", 1);
        CategoricalVae model = TrialCheckpoint.Load(checkpoint, backend);

        float[] images = [.. Enumerable.Range(0, batch * height * width).Select(i => (i * 37 % 256) / 255f)];
        Dictionary<string, float[]> encoded = Run(experiment, "encoder", "images", images, [batch, height * width]);
        var pixels = new PixelBatch(batch, height * width, PixelKind.Grey);
        pixels.SetCount(batch);
        for (int row = 0; row < batch; row++)
        {
            for (int i = 0; i < height * width; i++) pixels.Bytes(row)[i] = (byte)((row * height * width + i) * 37 % 256);
        }
        var posterior = model.Encode(pixels);
        AssertClose(posterior.Logits.Span, encoded["logits"]);
        AssertClose(posterior.Probabilities.Span, encoded["probabilities"]);

        var codes = new Matrix(batch, latents * categories);
        for (int row = 0; row < batch; row++)
        {
            for (int n = 0; n < latents; n++) codes[row, n * categories + (row + n) % categories] = 1;
        }
        Dictionary<string, float[]> decoded = Run(experiment, "decoder", "codes", codes.Span.ToArray(), [batch, latents, categories]);
        var logits = new Matrix(batch, height * width);
        backend.Write(model.Decode(codes), logits);
        AssertClose(logits.Span, decoded["logits"]);
        AssertClose(model.DecodeMeans(codes).Span, decoded["means"]);
    }

    [SkippableFact]
    public async Task The_models_say_what_they_are()
    {
        SkipUnlessOnnxRuntimeLoads();
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("training:epochs=1");
        // Without -o they lie beside the checkpoint.
        DvaeCommand command = await DvaeCommand.RunAsync("export", "--onnx", experiment.Trial);
        Assert.Equal(["encoder.onnx", "decoder.onnx"], command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFileName(path.Trim())));

        using var encoder = new InferenceSession(Path.Combine(experiment.Trial, "encoder.onnx"));
        Dictionary<string, string> metadata = encoder.ModelMetadata.CustomMetadataMap;
        Assert.Equal(("2", "3", "6", "5", "1", "dynamic"), (metadata["latents"], metadata["categories"], metadata["height"], metadata["width"], metadata["epoch"], metadata["binarization"]));
        Assert.Equal(Path.GetFileName(experiment.Trial), metadata["trial"]);
        Assert.StartsWith("idx:", metadata["dataset"], StringComparison.Ordinal);
        Assert.Equal([-1, 30], encoder.InputMetadata["images"].Dimensions);
        Assert.Equal("batch", encoder.InputMetadata["images"].SymbolicDimensions[0]);
        Assert.Equal([-1, 2, 3], encoder.OutputMetadata["logits"].Dimensions);
    }

    [Fact]
    public async Task What_cannot_be_exported_is_told()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand none = await DvaeCommand.RunAsync("export", "--onnx", experiment.Folder);
        DvaeCommand format = await DvaeCommand.RunAsync("export", experiment.Folder);
        Assert.Equal((2, 2), (none.ExitCode, format.ExitCode));
        Assert.Contains("no checkpoint.safetensors", none.Error, StringComparison.Ordinal);
        Assert.Contains("--onnx", format.Error, StringComparison.Ordinal);
    }

    private static Dictionary<string, float[]> Run(TinyExperiment experiment, string part, string input, float[] values, int[] shape)
    {
        using var session = new InferenceSession(Path.Combine(experiment.Folder, "models", part + ".onnx"));
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(values, shape))]);
        return results.ToDictionary(result => result.Name, result => result.AsEnumerable<float>().ToArray());
    }

    private static void AssertClose(ReadOnlySpan<float> expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * (1 + Math.Abs(expected[i])), $"[{i}]: {expected[i]} and {actual[i]}");
    }

    private static void SkipUnlessOnnxRuntimeLoads()
    {
        try
        {
            using var options = new SessionOptions();
        }
        catch (TypeInitializationException error)
        {
            Skip.If(true, $"The native library of Microsoft.ML.OnnxRuntime does not load here: {error.InnerException?.Message}");
        }
    }
}
