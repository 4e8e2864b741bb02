namespace DiscreteVae.Schedules;

/// <summary>A quantity that changes while training, such as the temperature, the weight of the KL or the learning rate.</summary>
public interface ISchedule
{
    /// <summary>The value at a step of the optimiser, counted from 0; a pure function, so that a resumed run goes on exactly.</summary>
    double At(long step);
}
