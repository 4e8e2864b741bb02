using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;

namespace DiscreteVae.Research.Manifests;

/// <summary>One key of a section: its name in JSON and what its value must be.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Property">The property that takes the value; null for the section of a variant's options.</param>
internal sealed record KeyContract(string Name, Type Type, JsonPropertyInfo? Property)
{
    /// <summary>The registered kind of which the value, or each item of a list, is a name, if it is one.</summary>
    public ChoiceKind? Choice { get; init; }

    /// <summary>A name that the value may have besides.</summary>
    public string? AlsoNamed { get; init; }

    /// <summary>null is a value.</summary>
    public bool Nullable { get; init; }

    /// <summary>The key is a section of keys of its own, not a value.</summary>
    public bool IsSection { get; init; }

    /// <summary>The rules of DataAnnotations that the value must meet.</summary>
    public IReadOnlyList<ValidationAttribute> Rules { get; init; } = [];

    /// <summary>The rule of each item of a list.</summary>
    public RangeAttribute? ItemRule { get; init; }

    /// <summary>The rule of a schedule's values.</summary>
    public ScheduleRangeAttribute? ScheduleRule { get; init; }
}
