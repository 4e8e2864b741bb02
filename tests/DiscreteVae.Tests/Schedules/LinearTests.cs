using CsCheck;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class LinearTests
{
    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 0.001)]
    [InlineData(250, 0.25)]
    [InlineData(999, 0.999)]
    [InlineData(1000, 1.0)]
    [InlineData(1e18, 1.0)]
    public void A_warm_up_rises_by_one_part_in_length_a_step(double time, double expected) =>
        Assert.Equal(expected, new Linear(new LinearOptions { Length = 1000 }).At(time), 1e-15);

    [Theory]
    [InlineData(0, 2.0)]
    [InlineData(1.5, 1.25)]
    [InlineData(3, 0.5)]
    [InlineData(4, 0.5)]
    public void It_falls_as_well_and_takes_fractions_of_a_unit(double time, double expected) =>
        Assert.Equal(expected, new Linear(new LinearOptions { Initial = 2, Final = 0.5, Length = 3 }).At(time), 1e-15);

    [Fact]
    public void It_is_monotone_and_within_its_bounds() =>
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100], Gen.Double[1e-3, 1e6], ScheduleProperties.Times, ScheduleProperties.Times)
            .Sample((initial, final, length, early, late) =>
            {
                var schedule = new Linear(new LinearOptions { Initial = initial, Final = final, Length = length });
                ScheduleProperties.IsMonotone(schedule, early, late, rises: final >= initial);
                ScheduleProperties.StaysWithinItsBounds(schedule, early, late);
                ScheduleProperties.ReachesItsBounds(schedule, 2 * length, 1e-9);
            }, iter: 200);
}
