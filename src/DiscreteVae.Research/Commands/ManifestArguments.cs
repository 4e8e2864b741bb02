using System.CommandLine;
using DiscreteVae.Estimators;
using DiscreteVae.Optimizers;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary>The arguments of every verb that reads a manifest: the file, then overrides.</summary>
internal sealed class ManifestArguments
{
    private readonly Argument<string> _manifest = new("manifest") { Description = "A manifest, such as experiments/quickstart.json." };

    private readonly Argument<string[]> _overrides = new("overrides")
    {
        Description = "Changes to the manifest as key:path=value, such as training:epochs=20 or model:hidden=[256,128].",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds the arguments to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_manifest);
        command.Arguments.Add(_overrides);
    }

    /// <summary>Loads the plan.</summary>
    /// <exception cref="UserErrorException">Everything that is wrong with it.</exception>
    public ExperimentPlan Load(ParseResult parse)
    {
        string[] overrides = parse.GetValue(_overrides) ?? [];
        UsageErrors.RequireNoOption(parse, [parse.GetRequiredValue(_manifest), .. overrides]);
        return ManifestLoader.Load(parse.GetRequiredValue(_manifest), overrides, ManifestSources.Environment(), Vocabulary);
    }

    /// <summary>All names of the registries.</summary>
    internal static ManifestVocabulary Vocabulary { get; } = new()
    {
        Estimators = ManifestVocabulary.OptionsOf(GradientEstimators.All),
        EstimatorProblem = TrialEstimator.Problem,
        MetricProblem = TrialMetrics.Problem,
        Optimizers = ManifestVocabulary.OptionsOf(OptimizerRegistry.All),
        Datasets = DatasetRegistry.Names,
        Backends = [.. DiscreteVae.Backends.BackendRegistry.Names],
    };
}
