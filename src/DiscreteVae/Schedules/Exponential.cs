using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>
/// Exponential decay in stairs down to a floor: max(floor, initial · exp(−rate · t)), with the step t rounded down to a multiple
/// of <see cref="ExponentialOptions.Every"/>. The annealing of the temperature in Jang, Gu and Poole 2017 (arXiv 1611.01144).
/// </summary>
public sealed class Exponential(ExponentialOptions options) : ISchedule
{
    /// <inheritdoc/>
    public double At(long step)
    {
        long stair = step - (step % options.Every);
        return Math.Max(options.Floor, options.Initial * Math.Exp(-options.Rate * stair));
    }
}

/// <summary>
/// Options of <see cref="Exponential"/>; the defaults are within those of Jang, Gu and Poole 2017 for the temperature.
/// </summary>
public sealed record ExponentialOptions : IValidatableObject
{
    /// <summary>The value at step 0; above 0, default 1.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Initial { get; init; } = 1;

    /// <summary>The decay a step; at least 0, default 1e-4.</summary>
    [Range(0, double.MaxValue)]
    public double Rate { get; init; } = 1e-4;

    /// <summary>The least value; at least 0 and at most <see cref="Initial"/>, default 0.5.</summary>
    [Range(0, double.MaxValue)]
    public double Floor { get; init; } = 0.5;

    /// <summary>Steps between changes of the value; at least 1, default 500.</summary>
    [Range(1, long.MaxValue)]
    public long Every { get; init; } = 500;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string problem = FormattableString.Invariant($"must not be above the initial value {Initial}, but is {Floor}");
        if (Floor > Initial)
            yield return new ValidationResult(problem, [nameof(Floor)]);
    }
}
