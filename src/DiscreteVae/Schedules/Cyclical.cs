using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>
/// Cycles of a straight line and a plateau: with u the fraction of the cycle under way that has passed, initial + (final − initial) ·
/// min(1, u / ratio). Fu et al. 2019, "Cyclical annealing schedule" (arXiv 1903.10145), equations 6 and 7, for the weight of the KL; there
/// M cycles fill the run: a period of 1 / M with time counted in runs.
/// </summary>
public sealed class Cyclical(CyclicalOptions options) : ISchedule
{
    /// <inheritdoc/>
    public string Reference => "Fu, Li, Liu, Gao, Celikyilmaz and Carin, 2019, arXiv 1903.10145";

    /// <inheritdoc/>
    public double Horizon => options.Period;

    /// <inheritdoc/>
    public double At(double time)
    {
        double passed = Math.Max(0, time / options.Period - Stairs.Complete(time, options.Period));
        return Linear.Between(options.Initial, options.Final, passed / options.Ratio);
    }

    /// <inheritdoc/>
    public (double Least, double Most) Bounds(double until)
    {
        double last = until >= options.Ratio * options.Period ? options.Final : At(until);
        return (Math.Min(options.Initial, last), Math.Max(options.Initial, last));
    }
}

/// <summary>Options of <see cref="Cyclical"/>; the defaults are those of Fu et al. 2019 but for the period.</summary>
public sealed record CyclicalOptions
{
    /// <summary>The value at the beginning of a cycle; at least 0, default 0.</summary>
    [Range(0, double.MaxValue)]
    public double Initial { get; init; }

    /// <summary>The value of the plateau; at least 0, default 1.</summary>
    [Range(0, double.MaxValue)]
    public double Final { get; init; } = 1;

    /// <summary>The time of a cycle; above 0, default 10000.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Period { get; init; } = 10_000;

    /// <summary>R, the part of a cycle that the line takes; above 0 and at most 1, default 0.5.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Ratio { get; init; } = 0.5;
}
