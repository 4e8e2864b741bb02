namespace DiscreteVae.Schedules;

/// <summary>A schedule with the name and the options that it was made from.</summary>
/// <param name="Name">A registered schedule.</param>
/// <param name="Options">Its options, of the type its registry entry states.</param>
/// <param name="Schedule">The schedule made from them.</param>
public record NamedSchedule(string Name, object Options, ISchedule Schedule)
{
    /// <summary>The schedule that a bare number stands for.</summary>
    public const string ConstantName = "constant";

    /// <summary>The schedule that is always <paramref name="value"/>.</summary>
    public static NamedSchedule Constant(double value)
    {
        var options = new ConstantOptions { Value = value };
        return new NamedSchedule(ConstantName, options, new Constant(options));
    }
}
