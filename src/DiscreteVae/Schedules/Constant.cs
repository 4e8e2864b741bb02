using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>Options of <see cref="Constant"/>.</summary>
public sealed record ConstantOptions
{
    /// <summary>The value at every time; at least 0, default 1.</summary>
    [Range(0, double.MaxValue)]
    public double Value { get; init; } = 1;
}

/// <summary>The same value at every time.</summary>
public sealed class Constant(ConstantOptions options) : ISchedule
{
    /// <inheritdoc/>
    public double Horizon => 0;

    /// <inheritdoc/>
    public double At(double time) => options.Value;

    /// <inheritdoc/>
    public (double Least, double Most) Bounds(double until) => (options.Value, options.Value);
}
