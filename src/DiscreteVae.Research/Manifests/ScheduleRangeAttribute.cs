namespace DiscreteVae.Research.Manifests;

/// <summary>
/// The schedule stays within bounds, in the float32 of the training, at step 0 and every power of two up to 2⁴⁰.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ScheduleRangeAttribute(double minimum, double maximum) : Attribute
{
    private const int LastPower = 40;

    /// <summary>The minimum itself is out of bounds.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>What is wrong with the schedule, or null.</summary>
    public string? Problem(ScheduleSection section)
    {
        for (int power = -1; power <= LastPower; power++)
        {
            long step = power < 0 ? 0 : 1L << power;
            double exact = section.Schedule.At(step);
            double value = (float)exact;
            if (value <= maximum && (MinimumIsExclusive ? value > minimum : value >= minimum))
                continue;
            string least = MinimumIsExclusive ? "above" : "at least";
            string where = section.Name == ScheduleSection.ConstantName ? "" : FormattableString.Invariant($" at step {step}");
            return FormattableString.Invariant($"must be {least} {minimum} and at most {maximum}, but is {exact}{where}");
        }
        return null;
    }
}
