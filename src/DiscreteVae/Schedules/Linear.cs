using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>
/// A straight line and then a constant: initial + (final − initial) · min(1, t / length). From 0 to 1 it is the warm-up of the KL
/// weight in Bowman et al. 2016 (arXiv 1511.06349) and Sønderby et al. 2016 (arXiv 1602.02282).
/// </summary>
public sealed class Linear(LinearOptions options) : ISchedule
{
    /// <inheritdoc/>
    public double Horizon => options.Length;

    /// <inheritdoc/>
    public double At(double time) => Between(options.Initial, options.Final, time / options.Length);

    /// <inheritdoc/>
    public (double Least, double Most) Bounds(double until)
    {
        double last = At(until);
        return (Math.Min(options.Initial, last), Math.Max(options.Initial, last));
    }

    /// <summary>The value at a fraction of the way; never beyond its ends, which rounding alone does not promise.</summary>
    internal static double Between(double from, double to, double fraction) =>
        fraction >= 1 ? to : Math.Clamp(from + (to - from) * fraction, Math.Min(from, to), Math.Max(from, to));
}

/// <summary>Options of <see cref="Linear"/>; the defaults are a warm-up from 0 to 1.</summary>
public sealed record LinearOptions
{
    /// <summary>The value at time 0; at least 0, default 0.</summary>
    [Range(0, double.MaxValue)]
    public double Initial { get; init; }

    /// <summary>The value from the end of the line on; at least 0, default 1.</summary>
    [Range(0, double.MaxValue)]
    public double Final { get; init; } = 1;

    /// <summary>The time the line takes; above 0, default 10000.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Length { get; init; } = 10_000;
}
