using CsCheck;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

/// <summary>What holds for every schedule, whatever its options.</summary>
internal static class ScheduleProperties
{
    /// <summary>Times that matter: whole, fractional, near and far.</summary>
    public static Gen<double> Times { get; } = Gen.OneOf(
        Gen.Int[0, 300].Select(time => (double)time), Gen.Double[0, 300], Gen.Double[0, 1e7], Gen.Long[0, 1L << 50].Select(time => (double)time));

    /// <summary>No value is outside the bounds stated, for any time up to which they are asked.</summary>
    public static void StaysWithinItsBounds(ISchedule schedule, double early, double late)
    {
        (early, late) = (Math.Min(early, late), Math.Max(early, late));
        foreach (double until in (double[])[late, double.PositiveInfinity])
        {
            (double least, double most) = schedule.Bounds(until);
            Assert.True(double.IsFinite(least) && double.IsFinite(most) && least <= most, $"{least} to {most}");
            Assert.InRange(schedule.At(0), least, most);
            Assert.InRange(schedule.At(early), least, most);
            Assert.InRange(schedule.At(late), least, most);
        }
    }

    /// <summary>The bounds are reached, or come as near as a fine grid of times can show.</summary>
    public static void ReachesItsBounds(ISchedule schedule, double until, double tolerance)
    {
        double[] values = [.. Enumerable.Range(0, 20_001).Select(i => schedule.At(until * i / 20_000))];
        (double least, double most) = schedule.Bounds(until);
        Assert.Equal(least, values.Min(), tolerance);
        Assert.Equal(most, values.Max(), tolerance);
    }

    /// <summary>A value a moment later is the same or on the given side.</summary>
    public static void IsMonotone(ISchedule schedule, double early, double late, bool rises)
    {
        double first = schedule.At(Math.Min(early, late)), second = schedule.At(Math.Max(early, late));
        Assert.True(rises ? second >= first : second <= first, $"{first} and then {second}");
    }
}
