namespace DiscreteVae.Estimators;

/// <summary>
/// The random numbers of one estimate. Lanes are independent streams, so that an estimator that draws categories and Gumbel noise
/// numbers them 1 and 2. Tests stand in with given numbers.
/// </summary>
public interface INoise
{
    /// <summary>Uniform numbers in (0, 1).</summary>
    void FillUniform(int lane, Span<Real> destination);

    /// <summary>Exponential numbers with mean 1; −ln of one is a standard Gumbel number.</summary>
    void FillExponential(int lane, Span<Real> destination);
}
