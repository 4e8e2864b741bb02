namespace DiscreteVae.Schedules;

/// <summary>Every schedule there is. To add one: a source file and a line here.</summary>
public static class ScheduleRegistry
{
    /// <summary>The schedules in the order in which they are listed to users.</summary>
    public static Registry<ISchedule> All { get; } = new(
        "schedule",
        Variant<ISchedule>.Of<ConstantOptions>("constant", options => new Constant(options)),
        Variant<ISchedule>.Of<ExponentialOptions>("exponential", options => new Exponential(options)));
}
