using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>The gradient estimator that a trial names.</summary>
internal static class TrialEstimator
{
    /// <summary>Makes it, with the trial's options, shape and samples.</summary>
    /// <exception cref="EstimatorNotApplicableException">It cannot serve them.</exception>
    public static IGradientEstimator Create(TrialManifest manifest) =>
        GradientEstimators.All[manifest.Estimator.Name].Create(manifest.Estimator.Options)(new EstimatorContext(
            new LatentShape(manifest.Model.Latents, manifest.Model.Categories), manifest.Estimator.Samples));

    /// <summary>Why it cannot be made, or null: so that a plan is refused before anything runs.</summary>
    public static string? Problem(TrialManifest manifest)
    {
        try
        {
            Create(manifest);
            return null;
        }
        catch (EstimatorNotApplicableException problem)
        {
            // The trial that it is about follows in the same sentence.
            return problem.Message.TrimEnd('.');
        }
    }
}
