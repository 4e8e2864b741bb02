using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Every item of the list is a number within bounds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ItemRangeAttribute(double minimum, double maximum) : Attribute
{
    /// <summary>The rule of one item.</summary>
    public RangeAttribute Range { get; } = new(minimum, maximum);
}
