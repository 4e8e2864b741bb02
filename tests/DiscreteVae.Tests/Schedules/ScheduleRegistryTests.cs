using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class ScheduleRegistryTests
{
    private static Registry<ISchedule> All => ScheduleRegistry.All;

    public static TheoryData<string> Names => [.. All.Names];

    [Fact]
    public void Every_schedule_is_registered()
    {
        IEnumerable<Type> types = typeof(ISchedule).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(ISchedule).IsAssignableFrom(type));
        Assert.Equal(types.Select(type => type.Name).Order(), All.Select(variant => variant.Create().GetType().Name).Order());
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(All.Count, All.Names.Distinct().Count());

    [Theory, MemberData(nameof(Names))]
    public void Values_are_finite_and_a_function_of_the_step_alone(string name)
    {
        ISchedule schedule = All[name].Create(), again = All[name].Create();
        foreach (long step in (long[])[long.MaxValue, 0, 1, 499, 500, 1_000_000, 1])
        {
            Assert.True(double.IsFinite(schedule.At(step)));
            Assert.Equal(again.At(step), schedule.At(step));
            ScheduleProperties.StaysWithinItsBounds(schedule, 0, step);
        }
        Assert.InRange(schedule.Horizon, 0, double.MaxValue);
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_lists_the_known() =>
        Assert.Contains(
            "constant, linear, exponential", Assert.Throws<ArgumentException>(() => All["cosin"]).Message, StringComparison.Ordinal);
}
