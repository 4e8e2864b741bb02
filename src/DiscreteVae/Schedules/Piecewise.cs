using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Schedules;

/// <summary>
/// Schedules one after the other, each beginning at its own time 0; the last goes on to the end of training. A join is at the beginning
/// of the later one.
/// </summary>
public sealed class Piecewise : ISchedule
{
    private readonly (double Start, double Length, ISchedule Schedule)[] _segments;

    /// <summary>Joins the segments.</summary>
    public Piecewise(PiecewiseOptions options)
    {
        _segments = new (double, double, ISchedule)[options.Segments.Count];
        double start = 0;
        for (int i = 0; i < _segments.Length; i++)
        {
            double length = options.Segments[i].Length ?? double.PositiveInfinity;
            _segments[i] = (start, length, options.Segments[i].Value.Schedule);
            start += length;
        }
    }

    /// <inheritdoc/>
    public double Horizon => _segments[^1].Start + _segments[^1].Schedule.Horizon;

    /// <inheritdoc/>
    public double At(double time)
    {
        (double start, _, ISchedule schedule) = Array.FindLast(_segments, segment => segment.Start <= time);
        return schedule.At(time - start);
    }

    /// <inheritdoc/>
    public (double Least, double Most) Bounds(double until)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach ((double start, double length, ISchedule schedule) in _segments)
        {
            if (start > until) break;
            (double low, double high) = schedule.Bounds(Math.Min(length, until - start));
            (least, most) = (Math.Min(least, low), Math.Max(most, high));
        }
        return (least, most);
    }
}

/// <summary>Options of <see cref="Piecewise"/>.</summary>
public sealed record PiecewiseOptions : IValidatableObject
{
    /// <summary>In their order; at least one, default a constant 1.</summary>
    [MinLength(1)]
    public IReadOnlyList<PiecewiseSegment> Segments { get; init; } = [new()];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (int i = 0; i < Segments.Count; i++)
        {
            bool last = i == Segments.Count - 1;
            if (last == Segments[i].Length is null) continue;
            yield return new ValidationResult(
                last
                    ? "the last segment goes on to the end of training: leave its length out, or add what follows it"
                    : FormattableString.Invariant($"segment {i} needs a length: another follows it"),
                [nameof(Segments)]);
        }
    }
}

/// <summary>A part of a <see cref="Piecewise"/> schedule.</summary>
public sealed record PiecewiseSegment
{
    /// <summary>The time it takes; above 0, and null for the last alone.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Length { get; init; }

    /// <summary>A number or a schedule, with its own time 0 at the segment's beginning.</summary>
    public NamedSchedule Value { get; init; } = NamedSchedule.Constant(1);
}
