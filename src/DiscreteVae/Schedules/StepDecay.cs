using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>A constant factor at regular times: max(floor, initial · factor^⌊t / every⌋).</summary>
public sealed class StepDecay(StepDecayOptions options) : ISchedule
{
    /// <inheritdoc/>
    public double Horizon => options.Every;

    /// <inheritdoc/>
    public double At(double time) =>
        Math.Max(options.Floor, options.Initial * Math.Pow(options.Factor, Stairs.Complete(time, options.Every)));

    /// <inheritdoc/>
    public (double Least, double Most) Bounds(double until) => (At(until), options.Initial);
}

/// <summary>Options of <see cref="StepDecay"/>.</summary>
public sealed record StepDecayOptions : IValidatableObject
{
    /// <summary>The value at time 0; above 0, default 1.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Initial { get; init; } = 1;

    /// <summary>What the value is multiplied by; above 0 and at most 1, default 0.5.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Factor { get; init; } = 0.5;

    /// <summary>The time between changes of the value; above 0, default 10000.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Every { get; init; } = 10_000;

    /// <summary>The least value; at least 0 and at most the initial value, default 0.</summary>
    [Range(0, double.MaxValue)]
    public double Floor { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string problem = FormattableString.Invariant($"must not be above the initial value {Initial}, but is {Floor}");
        if (Floor > Initial)
            yield return new ValidationResult(problem, [nameof(Floor)]);
    }
}
