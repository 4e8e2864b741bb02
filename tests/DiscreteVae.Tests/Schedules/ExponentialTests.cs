using System.ComponentModel.DataAnnotations;
using CsCheck;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class ExponentialTests
{
    private static readonly Exponential Jang =
        new(new ExponentialOptions { Initial = 1, Rate = 1e-4, Floor = 0.5, Every = 1000 });

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(999, 1.0)]
    [InlineData(1000, 0.9048374180359595)] // exp(-0.1)
    [InlineData(1999, 0.9048374180359595)]
    [InlineData(6000, 0.5488116360940264)] // exp(-0.6)
    [InlineData(7000, 0.5)]
    [InlineData(long.MaxValue, 0.5)]
    public void First_middle_and_last_steps_are_those_of_the_formula(long step, double expected) =>
        Assert.Equal(expected, Jang.At(step), 1e-15);

    [Fact]
    public void It_starts_at_the_initial_value() =>
        Assert.Equal(3.5, new Exponential(new ExponentialOptions { Initial = 3.5 }).At(0));

    [Fact]
    public void It_never_rises_and_stays_within_its_bounds() =>
        Gen.Select(Gen.Double[0.01, 100], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Long[1, 5000],
                Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000])
            .Sample((initial, rate, fraction, every, early, later) =>
            {
                var schedule = new Exponential(
                    new ExponentialOptions { Initial = initial, Rate = rate, Floor = fraction * initial, Every = every });
                double first = schedule.At(Math.Min(early, later)), second = schedule.At(Math.Max(early, later));
                Assert.InRange(second, fraction * initial, first);
                Assert.InRange(first, second, initial);
            });

    [Fact]
    public void Without_stairs_it_decays_all_the_time_as_an_annealing_per_epoch_may()
    {
        var schedule = new Exponential(new ExponentialOptions { Rate = 0.5, Floor = 0, Every = 0 });
        Assert.Equal(Math.Exp(-0.125), schedule.At(0.25), 1e-15);
    }

    [Fact]
    public void Its_bounds_are_those_of_all_times_asked_for() =>
        Gen.Select(Gen.Double[0.01, 100], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 5000], ScheduleProperties.Times,
                ScheduleProperties.Times)
            .Sample((initial, rate, fraction, every, early, late) => ScheduleProperties.StaysWithinItsBounds(
                new Exponential(new ExponentialOptions { Initial = initial, Rate = rate, Floor = fraction * initial, Every = every }),
                early, late));

    [Fact]
    public void A_rate_of_zero_is_constant() =>
        Assert.Equal(2, new Exponential(new ExponentialOptions { Initial = 2, Rate = 0, Floor = 0 }).At(1_000_000_000));

    [Fact]
    public void A_floor_above_the_initial_value_is_refused()
    {
        var options = new ExponentialOptions { Initial = 1e-3, Floor = 0.5 };
        ValidationResult result = Assert.Single(options.Validate(new ValidationContext(options)));
        Assert.Equal(["Floor"], result.MemberNames);
    }
}
