using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>
/// Half a cosine from one value to another: final + (initial − final) · (1 + cos(π u)) / 2 with u = (t − warmup) / (length − warmup),
/// then the final value. Loshchilov and Hutter 2017, SGDR without restarts (arXiv 1608.03983). Before it, if asked for, a warm-up:
/// a straight line from 0 to the initial value.
/// </summary>
public sealed class Cosine(CosineOptions options) : ISchedule
{
    /// <inheritdoc/>
    public string Reference => "Loshchilov and Hutter, 2017, arXiv 1608.03983";

    /// <inheritdoc/>
    public double Horizon => options.Length;

    /// <inheritdoc/>
    public double At(double time)
    {
        if (time < options.Warmup) return Linear.Between(0, options.Initial, time / options.Warmup);
        if (time >= options.Length) return options.Final;
        double way = (time - options.Warmup) / (options.Length - options.Warmup);
        return Linear.Between(options.Initial, options.Final, (1 - Math.Cos(Math.PI * way)) / 2);
    }

    /// <inheritdoc/>
    public (double Least, double Most) Bounds(double until)
    {
        double first = At(0), last = At(until), turn = At(Math.Min(until, options.Warmup));
        return (Math.Min(first, Math.Min(turn, last)), Math.Max(first, Math.Max(turn, last)));
    }
}

/// <summary>Options of <see cref="Cosine"/>.</summary>
public sealed record CosineOptions : IValidatableObject
{
    /// <summary>The value at the end of the warm-up, or at time 0 without one; at least 0, default 1.</summary>
    [Range(0, double.MaxValue)]
    public double Initial { get; init; } = 1;

    /// <summary>The value at the end and from then on; at least 0, default 0.</summary>
    [Range(0, double.MaxValue)]
    public double Final { get; init; }

    /// <summary>The time of the whole, warm-up included; above 0, default 10000.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Length { get; init; } = 10_000;

    /// <summary>The time of the warm-up from 0; at least 0 and below the length, default 0.</summary>
    [Range(0, double.MaxValue)]
    public double Warmup { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string problem = FormattableString.Invariant($"must be below the length {Length}, but is {Warmup}");
        if (Warmup >= Length)
            yield return new ValidationResult(problem, [nameof(Warmup)]);
    }
}
