using System.ComponentModel.DataAnnotations;
using CsCheck;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class PiecewiseTests
{
    private static readonly Piecewise WarmUpHoldDecay = Join(
        (100, Named("linear", new LinearOptions { Length = 100 })),
        (200, NamedSchedule.Constant(1)),
        (null, Named("exponential", new ExponentialOptions { Rate = 0.01, Floor = 0.1, Every = 1 })));

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(50, 0.5)]
    [InlineData(100, 1.0)]
    [InlineData(299, 1.0)]
    [InlineData(300, 1.0)]
    [InlineData(400, 0.36787944117144233)] // exp(-1): a segment has its own time
    [InlineData(1e9, 0.1)]
    public void Each_segment_begins_at_its_own_time_0(double time, double expected) =>
        Assert.Equal(expected, WarmUpHoldDecay.At(time), 1e-15);

    [Fact]
    public void A_join_belongs_to_the_later_segment()
    {
        Piecewise jump = Join((10, NamedSchedule.Constant(3)), (null, NamedSchedule.Constant(5)));
        Assert.Equal((3.0, 5.0), (jump.At(Math.BitDecrement(10.0)), jump.At(10)));
    }

    [Fact]
    public void It_is_continuous_where_the_segments_meet()
    {
        foreach (double join in (double[])[100, 300])
            Assert.Equal(WarmUpHoldDecay.At(join), WarmUpHoldDecay.At(join - 1e-9), 1e-10);
    }

    [Fact]
    public void Its_bounds_are_those_of_what_it_reaches_and_no_more()
    {
        Assert.Equal((0.0, 1.0), WarmUpHoldDecay.Bounds(double.PositiveInfinity));
        Piecewise cut = Join((10, Named("linear", new LinearOptions { Initial = 1, Final = 0, Length = 100 })), (null, NamedSchedule.Constant(2)));
        Assert.Equal(0.9, cut.Bounds(double.PositiveInfinity).Least, 1e-15);
        Assert.Equal((0.95, 1.0), cut.Bounds(5));
    }

    [Fact]
    public void The_horizon_is_the_last_time_named() =>
        Assert.Equal(301, WarmUpHoldDecay.Horizon);

    [Fact]
    public void It_is_each_of_its_segments_and_stays_within_its_bounds() =>
        Gen.Select(Gen.Double[0.01, 500], Gen.Double[0.01, 500], Gen.Double[0, 10], Gen.Double[0, 10], ScheduleProperties.Times, ScheduleProperties.Times)
            .Sample((first, second, low, high, early, late) =>
            {
                var line = new Linear(new LinearOptions { Initial = low, Final = high, Length = 90 });
                var cycle = new Cyclical(new CyclicalOptions { Initial = low, Final = high, Period = 70 });
                Piecewise schedule = Join(
                    (first, new NamedSchedule("linear", new LinearOptions(), line)),
                    (second, new NamedSchedule("cyclical", new CyclicalOptions(), cycle)),
                    (null, NamedSchedule.Constant(high)));
                double expected = early < first ? line.At(early) : early < first + second ? cycle.At(early - first) : high;
                Assert.Equal(expected, schedule.At(early));
                ScheduleProperties.StaysWithinItsBounds(schedule, early, late);
            });

    [Theory]
    [InlineData(null, null)]
    [InlineData(10.0, 10.0)]
    public void Every_segment_but_the_last_has_a_length(double? first, double? second)
    {
        var options = new PiecewiseOptions { Segments = [new() { Length = first }, new() { Length = second }] };
        Assert.Equal(["Segments"], Assert.Single(options.Validate(new ValidationContext(options))).MemberNames);
    }

    private static NamedSchedule Named(string name, object options) => new(name, options, ScheduleRegistry.All[name].Create(options));

    private static Piecewise Join(params (double? Length, NamedSchedule Value)[] segments) =>
        new(new PiecewiseOptions { Segments = [.. segments.Select(pair => new PiecewiseSegment { Length = pair.Length, Value = pair.Value })] });
}
