namespace DiscreteVae.Schedules;

/// <summary>Every schedule there is. To add one: a source file and a line here.</summary>
public static class ScheduleRegistry
{
    /// <summary>The schedules in the order in which they are listed to users.</summary>
    public static Registry<ISchedule> All { get; } = new(
        "schedule",
        Variant<ISchedule>.Of<ConstantOptions>(NamedSchedule.ConstantName, options => new Constant(options)),
        Variant<ISchedule>.Of<LinearOptions>("linear", options => new Linear(options)),
        Variant<ISchedule>.Of<ExponentialOptions>("exponential", options => new Exponential(options)),
        Variant<ISchedule>.Of<CosineOptions>("cosine", options => new Cosine(options)),
        Variant<ISchedule>.Of<StepDecayOptions>("step", options => new StepDecay(options)),
        Variant<ISchedule>.Of<CyclicalOptions>("cyclical", options => new Cyclical(options)),
        Variant<ISchedule>.Of<PiecewiseOptions>("piecewise", options => new Piecewise(options)));
}
