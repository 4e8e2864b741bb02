using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// A schedule of a manifest: in JSON a number (constant) or <c>{ "schedule": "name", "per": "step", "name": { options } }</c>.
/// </summary>
/// <param name="Name">A registered schedule.</param>
/// <param name="Options">Its options, of the type its registry entry states.</param>
/// <param name="Schedule">The schedule made from them; its times are in the unit <see cref="Per"/>.</param>
public sealed record ScheduleSection(string Name, object Options, ISchedule Schedule) : NamedSchedule(Name, Options, Schedule)
{
    /// <summary>What its times count.</summary>
    public ScheduleUnit Per { get; init; }

    /// <summary>The value at a step of a training run.</summary>
    public double At(TrainingTime time) => Schedule.At(time.In(Per));

    /// <summary>The schedule that is always <paramref name="value"/>.</summary>
    public static new ScheduleSection Constant(double value)
    {
        NamedSchedule constant = NamedSchedule.Constant(value);
        return new ScheduleSection(constant.Name, constant.Options, constant.Schedule);
    }
}
