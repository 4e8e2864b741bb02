using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Manifests;

/// <summary>A schedule: in JSON a number (constant) or <c>{ "schedule": "name", "name": { options } }</c>.</summary>
/// <param name="Name">A registered schedule.</param>
/// <param name="Options">Its options, of the type its registry entry states.</param>
/// <param name="Schedule">The schedule made from them.</param>
public sealed record ScheduleSection(string Name, object Options, ISchedule Schedule)
{
    /// <summary>The schedule that a bare number stands for.</summary>
    public const string ConstantName = "constant";

    /// <summary>The schedule that is always <paramref name="value"/>.</summary>
    public static ScheduleSection Constant(double value)
    {
        var options = new ConstantOptions { Value = value };
        return new ScheduleSection(ConstantName, options, new Constant(options));
    }
}
