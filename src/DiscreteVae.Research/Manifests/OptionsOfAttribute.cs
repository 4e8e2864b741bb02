namespace DiscreteVae.Research.Manifests;

/// <summary>
/// The property holds the options of the variant that another property names. In JSON they stand in a section under the variant's
/// own name; sections of other variants may stand beside it, so that a sweep can change the name alone.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionsOfAttribute(string selector) : Attribute
{
    /// <summary>The property that names the variant.</summary>
    public string Selector { get; } = selector;
}
