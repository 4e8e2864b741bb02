using DiscreteVae.Metrics;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>The metrics that a trial asks for.</summary>
internal static class TrialMetrics
{
    /// <summary>Makes them for the trial's model.</summary>
    /// <exception cref="MetricNotApplicableException">One cannot serve it.</exception>
    public static MetricSet Create(TrialManifest manifest) => MetricSet.Create(manifest.Evaluation.Metrics, new MetricContext(
        new LatentShape(manifest.Model.Latents, manifest.Model.Categories), manifest.Evaluation.ImportanceSamples, manifest.Evaluation.MaximumCodes));

    /// <summary>Why they cannot be made, or null: so that a plan is refused before anything runs.</summary>
    public static string? Problem(TrialManifest manifest)
    {
        try
        {
            Create(manifest);
            return null;
        }
        catch (MetricNotApplicableException problem)
        {
            return problem.Message;
        }
    }
}
