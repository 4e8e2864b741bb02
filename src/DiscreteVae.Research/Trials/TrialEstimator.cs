using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>The gradient estimator that a trial names.</summary>
internal static class TrialEstimator
{
    /// <summary>Makes it, with the trial's options, shape, samples and seed.</summary>
    /// <param name="manifest">The trial.</param>
    /// <param name="pixels">D of its images; 0 where only the question is whether it can be made.</param>
    /// <exception cref="EstimatorNotApplicableException">It cannot serve them.</exception>
    public static IGradientEstimator Create(TrialManifest manifest, int pixels) =>
        GradientEstimators.All[manifest.Estimator.Name].Create(manifest.Estimator.Options)(new EstimatorContext(
            new LatentShape(manifest.Model.Latents, manifest.Model.Categories), manifest.Estimator.Samples, pixels,
            (ulong)manifest.Training.Seed));

    /// <summary>Why it cannot be made, or null: so that a plan is refused before anything runs.</summary>
    public static string? Problem(TrialManifest manifest)
    {
        try
        {
            Create(manifest, pixels: 0);
            return null;
        }
        catch (EstimatorNotApplicableException problem)
        {
            // The trial that it is about follows in the same sentence.
            return problem.Message.TrimEnd('.');
        }
    }
}
