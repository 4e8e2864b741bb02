using System.ComponentModel.DataAnnotations;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Manifests;

/// <summary>A vocabulary of stand-ins, so that these tests say what binding does and not which estimators there are.</summary>
internal static class StandIns
{
    public static ManifestVocabulary Vocabulary { get; } = new()
    {
        Estimators = ManifestVocabulary.OptionsOf(new Registry<object>(
            "estimator",
            Variant<object>.Of<ReinforceOptions>("reinforce", options => options),
            Variant<object>.Of<NoOptions>("straight-through", options => options),
            Variant<object>.Of<GumbelSoftmaxOptions>("gumbel-softmax", options => options))),
        Optimizers = ManifestVocabulary.OptionsOf(new Registry<object>(
            "optimizer",
            Variant<object>.Of<AdamOptions>("adam", options => options),
            Variant<object>.Of<NoOptions>("sgd", options => options))),
        Datasets = ["fashion-mnist-small", "mnist", "fashion-mnist"],
        Backends = ["auto", "simd", "mkl"],
    };
}

public enum BaselineName
{
    None,
    Constant,
    RunningMean,
}

public sealed record ReinforceOptions
{
    public BaselineName Baseline { get; init; } = BaselineName.RunningMean;

    [Range(-1e6, 1e6)]
    public double BaselineValue { get; init; }
}

public sealed record GumbelSoftmaxOptions
{
    public bool Hard { get; init; }

    [Range(0f, 10f)]
    public float Noise { get; init; } = 1;
}

public sealed record AdamOptions : IValidatableObject
{
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Beta1 > Beta2)
            yield return new ValidationResult("must not be above beta2", [nameof(Beta1)]);
    }
}
