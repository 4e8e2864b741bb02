using System.Text.Json.Serialization.Metadata;

namespace DiscreteVae.Research.Manifests;

/// <summary>The keys of a section in the order in which they are written, and how the section's record is made.</summary>
/// <param name="Type">The record.</param>
/// <param name="Keys">Its keys, the sections of variants last.</param>
/// <param name="Create">Makes the record with every default; null for a schedule, which its registry makes.</param>
internal sealed record SectionContract(Type Type, IReadOnlyList<KeyContract> Keys, Func<object>? Create)
{
    /// <summary>The key that names the variant whose options the section holds, if it holds any.</summary>
    public KeyContract? Selector { get; init; }

    /// <summary>The property that takes the options of the variant named.</summary>
    public JsonPropertyInfo? Options { get; init; }

    /// <summary>The key of that name, or null.</summary>
    public KeyContract? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);
}
