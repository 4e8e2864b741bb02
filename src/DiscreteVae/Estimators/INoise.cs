namespace DiscreteVae.Estimators;

/// <summary>
/// The random numbers of one estimate. Lanes are independent streams, so that an estimator that draws categories and Gumbel noise
/// numbers them 1 and 2. Tests stand in with given numbers. Threads that share an estimate draw at once, each its part of a lane.
/// </summary>
public interface INoise
{
    /// <summary>Uniform numbers in (0, 1).</summary>
    /// <param name="lane">1 to 65535.</param>
    /// <param name="destination">Overwritten.</param>
    /// <param name="first">The place in the lane of the first number, a multiple of 4.</param>
    void FillUniform(int lane, Span<Real> destination, int first = 0);

    /// <summary>Exponential numbers with mean 1; −ln of one is a standard Gumbel number.</summary>
    /// <param name="lane">1 to 65535.</param>
    /// <param name="destination">Overwritten.</param>
    /// <param name="first">The place in the lane of the first number, a multiple of 4.</param>
    void FillExponential(int lane, Span<Real> destination, int first = 0);
}
