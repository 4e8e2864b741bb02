using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>data</c>.</summary>
public sealed record DataSection
{
    /// <summary>A registered data set, or <c>idx:&lt;folder&gt;</c> for IDX files of one's own.</summary>
    [Registered(ChoiceKind.Dataset)]
    public string Dataset { get; init; } = "fashion-mnist-small";

    /// <summary>A folder searched first; null searches <c>DVAE_DATA_DIR</c> and the usual places only.</summary>
    [MinLength(1)]
    public string? Folder { get; init; }

    /// <summary>How grey levels become the binary targets of a Bernoulli likelihood.</summary>
    public Binarization Binarization { get; init; } = Binarization.Dynamic;

    /// <summary>Training images held out for validation, chosen by the seed.</summary>
    [Range(0, int.MaxValue)]
    public int Validation { get; init; }

    /// <summary>Random changes of the training images.</summary>
    public AugmentationSection Augmentation { get; init; } = new();
}
