using System.ComponentModel.DataAnnotations;
using CsCheck;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class CosineTests
{
    private static readonly Cosine Plain = new(new CosineOptions { Initial = 2, Final = 0.5, Length = 600 });
    private static readonly Cosine Warm = new(new CosineOptions { Initial = 1, Final = 0.25, Length = 1100, Warmup = 100 });

    [Theory]
    [InlineData(0, 2.0)]
    [InlineData(100, 1.8995190528383291)] // 0.5 + 1.5 (1 + cos 30°) / 2
    [InlineData(200, 1.625)] // cos 60° = 1/2
    [InlineData(300, 1.25)] // half-way
    [InlineData(400, 0.875)]
    [InlineData(600, 0.5)]
    [InlineData(1e15, 0.5)]
    public void It_follows_half_a_cosine(double time, double expected) => Assert.Equal(expected, Plain.At(time), 1e-15);

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(25, 0.25)]
    [InlineData(100, 1.0)]
    [InlineData(600, 0.625)]
    [InlineData(1100, 0.25)]
    public void A_warm_up_is_a_line_from_0_and_part_of_the_length(double time, double expected) =>
        Assert.Equal(expected, Warm.At(time), 1e-15);

    [Fact]
    public void It_is_continuous_where_the_warm_up_ends() => Assert.Equal(Warm.At(100 - 1e-9), Warm.At(100), 1e-10);

    [Fact]
    public void It_is_monotone_after_the_warm_up_and_within_its_bounds() =>
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100], Gen.Double[1, 1e6], Gen.Double[0.1, 0.99], ScheduleProperties.Times,
                ScheduleProperties.Times)
            .Sample((initial, final, length, part, early, late) =>
            {
                var schedule = new Cosine(
                    new CosineOptions { Initial = initial, Final = final, Length = length, Warmup = part * length });
                ScheduleProperties.IsMonotone(schedule, part * length + early, part * length + late, rises: final >= initial);
                ScheduleProperties.StaysWithinItsBounds(schedule, early, late);
                ScheduleProperties.ReachesItsBounds(schedule, 2 * length, 0.11); // the peak may lie between two times of the grid
            }, iter: 200);

    [Fact]
    public void A_warm_up_as_long_as_the_whole_is_refused()
    {
        var options = new CosineOptions { Length = 10, Warmup = 10 };
        Assert.Equal(["Warmup"], Assert.Single(options.Validate(new ValidationContext(options))).MemberNames);
    }
}
