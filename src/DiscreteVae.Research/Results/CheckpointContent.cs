using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>A dense layer's parameters.</summary>
/// <param name="Inputs">Its width before.</param>
/// <param name="Outputs">Its width after.</param>
/// <param name="Weight">W, outputs × inputs, row-major.</param>
/// <param name="Bias">b, one an output.</param>
public sealed record DenseWeights(int Inputs, int Outputs, float[] Weight, float[] Bias);

/// <summary>A trained model and what it takes to use it again: the content of <c>checkpoint.safetensors</c>.</summary>
public sealed record CheckpointContent
{
    /// <summary>N, the number of categorical latents.</summary>
    public required int Latents { get; init; }

    /// <summary>K, the number of categories of each.</summary>
    public required int Categories { get; init; }

    /// <summary>The widths of the encoder from the pixels through its hidden layers; the decoder mirrors them.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>The activation's name as in a manifest.</summary>
    public required string Activation { get; init; }

    /// <summary>The slope of a leaky ReLU below 0.</summary>
    public required double NegativeSlope { get; init; }

    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>The data set's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The binarisation's name as in a manifest.</summary>
    public required string Binarization { get; init; }

    /// <summary>The trial's id.</summary>
    public required string Trial { get; init; }

    /// <summary>Epochs trained.</summary>
    public required int Epoch { get; init; }

    /// <summary>The encoder's layers, pixels first.</summary>
    public required IReadOnlyList<DenseWeights> Encoder { get; init; }

    /// <summary>The decoder's layers, code first.</summary>
    public required IReadOnlyList<DenseWeights> Decoder { get; init; }

    /// <summary>What it takes to go on training from here; null in the checkpoint of a trial that is done.</summary>
    public StateSnapshot? Training { get; init; }

    /// <summary>
    /// The backend that trained it, which <c>compute:backend</c> <c>auto</c> means when training goes on; null if unknown.
    /// </summary>
    public string? Backend { get; init; }

    /// <summary>Threads of that backend; 0 if unknown.</summary>
    public int Threads { get; init; }

    /// <summary>The learned prior's logits, N·K; null is the uniform prior.</summary>
    public float[]? PriorLogits { get; init; }

    /// <summary>The widths from the pixels to the logits: <see cref="Sizes"/>, then N·K.</summary>
    internal int[] EncoderWidths => [.. Sizes, checked(Latents * Categories)];

    /// <summary>Ends with an error where the model is of another shape than the one asked for.</summary>
    /// <param name="latents">N.</param>
    /// <param name="categories">K; 4 × 8 is not 8 × 4, though both have 32 logits.</param>
    /// <param name="hidden">The widths of the encoder's hidden layers.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <exception cref="UserErrorException">The shapes differ; the message names both.</exception>
    public void RequireShape(int latents, int categories, IReadOnlyList<int> hidden, int pixels)
    {
        if (latents == Latents && categories == Categories && Sizes.SequenceEqual([pixels, .. hidden])) return;
        throw new UserErrorException(
            ExitCode.Usage,
            $"The checkpoint of trial '{Trial}' is of another shape: it holds {Describe(Latents, Categories, Sizes)}, "
            + $"and asked for is {Describe(latents, categories, [pixels, .. hidden])}. "
            + "Use the manifest that the checkpoint was trained with, or train a model of the shape asked for.");
    }

    private static string Describe(int latents, int categories, IReadOnlyList<int> sizes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{latents} latents of {categories} categories with layers {string.Join("-", sizes)}-{(long)latents * categories}");
}
