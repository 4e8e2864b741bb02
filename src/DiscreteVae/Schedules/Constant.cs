using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>Options of <see cref="Constant"/>.</summary>
public sealed record ConstantOptions
{
    /// <summary>The value at every step; at least 0.</summary>
    [Range(0, double.MaxValue)]
    public double Value { get; init; } = 1;
}

/// <summary>The same value at every step.</summary>
public sealed class Constant(ConstantOptions options) : ISchedule
{
    /// <inheritdoc/>
    public double At(long step) => options.Value;
}
