using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>model</c>.</summary>
public sealed record ModelSection : IValidatableObject
{
    private const long MaxLogits = 1 << 20;

    /// <summary>N, the number of categorical latents.</summary>
    [Range(1, 65536)]
    public int Latents { get; init; } = 4;

    /// <summary>K, the number of categories of each.</summary>
    [Range(1, 65536)]
    public int Categories { get; init; } = 8;

    /// <summary>Widths of the encoder's hidden layers; the decoder mirrors them.</summary>
    [ItemRange(1, 65536)]
    public IReadOnlyList<int> Hidden { get; init; } = [512, 256];

    /// <summary>Between the layers; a last layer has none.</summary>
    public ActivationName Activation { get; init; } = ActivationName.Relu;

    /// <summary>The slope of a leaky ReLU below 0.</summary>
    [Range(0.0, 1.0)]
    public double NegativeSlope { get; init; } = 0.01;

    /// <summary>p(z).</summary>
    public PriorName Prior { get; init; } = PriorName.Uniform;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        long logits = (long)Latents * Categories;
        if (logits > MaxLogits)
            yield return new ValidationResult($"latents x categories must be at most {MaxLogits}, but is {logits}");
    }
}
