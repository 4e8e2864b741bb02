using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>What an estimator is made for.</summary>
/// <param name="Shape">N and K.</param>
/// <param name="Samples">S, for the estimators that take several samples a datum.</param>
public sealed record EstimatorContext(LatentShape Shape, int Samples = 1)
{
    /// <summary>Fails unless there are at least so many samples.</summary>
    /// <exception cref="EstimatorNotApplicableException">There are fewer.</exception>
    public void RequireSamples(string estimator, int least)
    {
        if (Samples < least)
        {
            throw new EstimatorNotApplicableException(
                $"'{estimator}' needs estimator:samples of {least} or more, and it is {Samples}.");
        }
    }
}
