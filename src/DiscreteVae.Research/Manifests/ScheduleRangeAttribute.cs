using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Manifests;

/// <summary>The schedule stays within bounds, in the float32 of the training, for as long as it may run.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ScheduleRangeAttribute(double minimum, double maximum) : Attribute
{
    /// <summary>The least value allowed.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The greatest value allowed.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>The minimum itself is out of bounds.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>What is wrong with the schedule, or null.</summary>
    public string? Problem(ScheduleSection section)
    {
        // How many epochs and steps there will be is another key's, and the data set's.
        double until = section.Per == ScheduleUnit.Run ? 1 : double.PositiveInfinity;
        (double least, double most) = section.Schedule.Bounds(until);
        bool low = MinimumIsExclusive ? (float)least <= Minimum : (float)least < Minimum;
        if (!low && (float)most <= Maximum)
            return null;
        string how = section.Name == NamedSchedule.ConstantName ? "is" : low ? "falls to" : "rises to";
        string wanted = MinimumIsExclusive ? "above" : "at least";
        return FormattableString.Invariant(
            $"must be {wanted} {Minimum} and at most {Maximum}, but {how} {(low ? least : most)}");
    }
}
