namespace DiscreteVae.Schedules;

/// <summary>
/// A quantity that changes while training, such as the temperature, the weight of the KL or the learning rate. Time counts from 0, in
/// one unit for the whole schedule: steps of the optimiser, or what a manifest's key <c>per</c> says.
/// </summary>
public interface ISchedule
{
    /// <summary>The last time that the options name: a length, a period, a stair. 0 where they name none.</summary>
    double Horizon { get; }

    /// <summary>The value at a time; a pure function, so that a resumed run goes on exactly.</summary>
    double At(double time);

    /// <summary>
    /// The least and the greatest value from time 0 to <paramref name="until"/>, which may be infinite; a value that is only
    /// approached counts.
    /// </summary>
    (double Least, double Most) Bounds(double until);

    /// <summary>Authors, year and arXiv id of the paper it is from; null where it is plain arithmetic.</summary>
    string? Reference => null;
}
