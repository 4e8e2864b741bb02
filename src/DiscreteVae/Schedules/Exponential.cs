using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>
/// Exponential decay in stairs down to a floor: max(floor, initial · exp(−rate · t)), with the time t rounded down to a multiple
/// of <see cref="ExponentialOptions.Every"/>. The annealing of the temperature in Jang, Gu and Poole 2017 (arXiv 1611.01144).
/// </summary>
public sealed class Exponential(ExponentialOptions options) : ISchedule
{
    /// <inheritdoc/>
    public string Reference => "Jang, Gu and Poole, 2017, arXiv 1611.01144";

    /// <inheritdoc/>
    public double Horizon => options.Every;

    /// <inheritdoc/>
    public double At(double time)
    {
        double stair = options.Every > 0 ? Stairs.Complete(time, options.Every) * options.Every : time;
        // Without a rate the product would be no number at an infinite time.
        return options.Rate > 0 ? Math.Max(options.Floor, options.Initial * Math.Exp(-options.Rate * stair)) : options.Initial;
    }

    /// <inheritdoc/>
    public (double Least, double Most) Bounds(double until) => (At(until), options.Initial);
}

/// <summary>
/// Options of <see cref="Exponential"/>; the defaults are within those of Jang, Gu and Poole 2017 for the temperature.
/// </summary>
public sealed record ExponentialOptions : IValidatableObject
{
    /// <summary>The value at time 0; above 0, default 1.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Initial { get; init; } = 1;

    /// <summary>The decay a unit of time; at least 0, default 1e-4.</summary>
    [Range(0, double.MaxValue)]
    public double Rate { get; init; } = 1e-4;

    /// <summary>The least value; at least 0 and at most the initial value, default 0.5.</summary>
    [Range(0, double.MaxValue)]
    public double Floor { get; init; } = 0.5;

    /// <summary>The time between changes of the value; 0 changes it all the time, default 500.</summary>
    [Range(0, double.MaxValue)]
    public double Every { get; init; } = 500;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string problem = FormattableString.Invariant($"must not be above the initial value {Initial}, but is {Floor}");
        if (Floor > Initial)
            yield return new ValidationResult(problem, [nameof(Floor)]);
    }
}
