using System.ComponentModel.DataAnnotations;
using CsCheck;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class StepDecayTests
{
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(29, 1.0)]
    [InlineData(30, 0.1)]
    [InlineData(59, 0.1)]
    [InlineData(60, 0.01)]
    [InlineData(90, 0.005)]
    [InlineData(1e17, 0.005)]
    public void The_value_changes_by_the_factor_at_each_stair_down_to_the_floor(double time, double expected) =>
        Assert.Equal(
            expected, new StepDecay(new StepDecayOptions { Factor = 0.1, Every = 30, Floor = 0.005 }).At(time), 1e-15);

    [Fact]
    public void A_stair_of_a_tenth_of_an_epoch_begins_at_its_own_step()
    {
        var schedule = new StepDecay(new StepDecayOptions { Every = 0.1 });
        for (int step = 0; step < 1000; step++) // 0.3 / 0.1 is below 3 in floating point
            Assert.Equal(Math.Pow(0.5, step / 10), schedule.At(step / 100.0), 1e-300);
    }

    [Fact]
    public void It_never_rises_and_stays_within_its_bounds() =>
        Gen.Select(Gen.Double[0.01, 100], Gen.Double[0.01, 1], Gen.Double[0, 1], Gen.Double[0.01, 5000], ScheduleProperties.Times,
                ScheduleProperties.Times)
            .Sample((initial, factor, part, every, early, late) =>
            {
                var schedule = new StepDecay(
                    new StepDecayOptions { Initial = initial, Factor = factor, Floor = part * initial, Every = every });
                ScheduleProperties.IsMonotone(schedule, early, late, rises: false);
                ScheduleProperties.StaysWithinItsBounds(schedule, early, late);
                ScheduleProperties.ReachesItsBounds(schedule, 3 * every, 1e-9);
            }, iter: 200);

    [Fact]
    public void A_floor_above_the_initial_value_is_refused()
    {
        var options = new StepDecayOptions { Floor = 2 };
        Assert.Equal(["Floor"], Assert.Single(options.Validate(new ValidationContext(options))).MemberNames);
    }
}
