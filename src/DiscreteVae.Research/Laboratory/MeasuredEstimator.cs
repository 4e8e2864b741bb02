using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Laboratory;

/// <summary>An estimator that can serve the model, with its options.</summary>
/// <param name="Name">Its name in manifests.</param>
/// <param name="Traits">What it claims for this model.</param>
/// <param name="Create">Makes a fresh one.</param>
internal sealed record MeasuredEstimator(string Name, EstimatorTraits Traits, Func<IGradientEstimator> Create)
{
    /// <summary>The estimators of a plan.</summary>
    /// <param name="plan">What is to be measured.</param>
    /// <param name="manifest">The model's shape and the seed.</param>
    /// <param name="pixels">D.</param>
    /// <param name="notes">Told which are left out where all were asked for.</param>
    /// <exception cref="UserErrorException">One that was named cannot serve the model, or none can.</exception>
    public static IReadOnlyList<MeasuredEstimator> Of(GradientsPlan plan, TrialManifest manifest, int pixels, IProgress<string> notes)
    {
        var estimators = new List<MeasuredEstimator>();
        var problems = new List<string>();
        foreach (EstimatorSection section in plan.Estimators)
        {
            var context = new EstimatorContext(new LatentShape(manifest.Model.Latents, manifest.Model.Categories), section.Samples, pixels,
                (ulong)manifest.Training.Seed);
            EstimatorFactory factory = GradientEstimators.All[section.Name].Create(section.Options);
            try
            {
                estimators.Add(new MeasuredEstimator(section.Name, factory(context).Traits, () => factory(context)));
            }
            catch (EstimatorNotApplicableException problem)
            {
                problems.Add($"gradients:estimators: {problem.Message}");
            }
        }
        if (problems.Count > 0 && (!plan.TakesAll || estimators.Count == 0))
            throw new UserErrorException(ExitCode.Usage, string.Join('\n', problems));
        foreach (string problem in problems) notes.Report($"left out: {problem}");
        return estimators;
    }
}
