using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>What an estimator is made for.</summary>
/// <param name="Shape">N and K.</param>
/// <param name="Samples">S, for the estimators that take several samples a datum.</param>
/// <param name="Pixels">D of <see cref="Posterior.Images"/>, for the estimators that look at x; 0 is no images.</param>
/// <param name="Seed">The trial's, for an estimator's own initial weights.</param>
public sealed record EstimatorContext(LatentShape Shape, int Samples = 1, int Pixels = 0, ulong Seed = 0)
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
