namespace DiscreteVae.Research.Manifests;

/// <summary>The value must be a name that the vocabulary has for this kind of thing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RegisteredAttribute(ChoiceKind kind) : Attribute
{
    /// <summary>What is named.</summary>
    public ChoiceKind Kind { get; } = kind;

    /// <summary>One more name that the value may have.</summary>
    public string? Also { get; init; }
}
