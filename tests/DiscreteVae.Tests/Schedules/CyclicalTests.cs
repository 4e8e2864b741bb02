using CsCheck;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class CyclicalTests
{
    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(25, 0.5)]
    [InlineData(49, 0.98)]
    [InlineData(50, 1.0)]
    [InlineData(99, 1.0)]
    [InlineData(100, 0.0)]
    [InlineData(1_000_010, 0.2)]
    public void It_rises_for_the_ratio_of_each_period_and_stays(double time, double expected) =>
        Assert.Equal(expected, new Cyclical(new CyclicalOptions { Period = 100 }).At(time), 1e-11);

    /// <summary>Fu et al. 2019, equations 6 and 7, with T = 40 000 iterations counted from 1, M = 4 and R = ½.</summary>
    [Fact]
    public void Four_cycles_of_a_run_are_those_of_the_paper()
    {
        const int Iterations = 40_000, Cycles = 4;
        var schedule = new Cyclical(new CyclicalOptions { Period = 1.0 / Cycles });
        for (int t = 1; t <= Iterations; t += 7)
        {
            double tau = (t - 1) % (Iterations / Cycles) / (Iterations / (double)Cycles);
            Assert.Equal(tau <= 0.5 ? tau / 0.5 : 1, schedule.At((t - 1) / (double)Iterations), 1e-11);
        }
    }

    [Fact]
    public void Cycles_begin_at_their_own_step_whatever_the_period()
    {
        var schedule = new Cyclical(new CyclicalOptions { Period = 0.1 });
        for (int step = 0; step < 1000; step += 10)
            Assert.Equal(0, schedule.At(step / 100.0), 1e-11);
    }

    [Fact]
    public void It_repeats_and_stays_within_its_bounds() =>
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100], Gen.Int[2, 5000], Gen.Double[0.01, 1], Gen.Int[0, 20_000],
                ScheduleProperties.Times)
            .Sample((initial, final, period, ratio, time, late) =>
            {
                var schedule = new Cyclical(
                    new CyclicalOptions { Initial = initial, Final = final, Period = period, Ratio = ratio });
                Assert.Equal(schedule.At(time), schedule.At(time + period), 1e-8);
                ScheduleProperties.StaysWithinItsBounds(schedule, time, late);
                ScheduleProperties.ReachesItsBounds(schedule, period * 0.999, 1e-9);
            }, iter: 200);
}
