using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Binds a merged manifest to its records, strictly, and finds every error there is.</summary>
internal sealed class ManifestBinder(ManifestVocabulary vocabulary)
{
    /// <summary>The key of the section that varies the others.</summary>
    public const string SweepKey = "sweep";

    /// <summary>Names the schema, for editors.</summary>
    public const string SchemaKey = "$schema";

    private const string GradientsKey = "gradients";
    private const string EstimatorKey = "estimator";
    private const string NameKey = "name";

    /// <summary>What each section may hold.</summary>
    public ManifestContracts Contracts { get; } = new(vocabulary);

    /// <summary>Binds a manifest with its sweep.</summary>
    /// <param name="tree">The merged manifest.</param>
    /// <param name="errors">Gets what is wrong; the result is of use only where it gets nothing.</param>
    public ExperimentManifest Bind(ManifestTree tree, ManifestErrors errors)
    {
        var binder = new SectionBinder(Contracts, tree, errors);
        string[] known = [SchemaKey, SweepKey, .. Keys(typeof(ManifestHeader)), .. Keys(typeof(TrialManifest))];
        binder.ReportUnknown(tree.Root, known, "");
        if (tree.Root.TryGetPropertyValue(SchemaKey, out JsonNode? schema) && schema?.GetValueKind() != JsonValueKind.String)
            binder.Report(SchemaKey, $"expected a text, but got {ScalarBinder.Describe(schema)}");
        var header = (ManifestHeader)binder.Bind(typeof(ManifestHeader), Part(tree.Root, typeof(ManifestHeader)), "");
        TrialManifest trial = BindTrial(tree, errors);
        return new ExperimentManifest
        {
            Name = header.Name,
            Description = header.Description,
            Trial = trial,
            Results = header.Results,
            Gradients = tree.Root.ContainsKey(GradientsKey) ? header.Gradients : null,
            Sweep = tree.Root.TryGetPropertyValue(SweepKey, out JsonNode? sweep)
                ? new SweepBinder(Contracts, binder, errors).Bind(sweep, trial.Training.Seed)
                : new SweepSection(),
        };
    }

    /// <summary>Binds the keys of a trial alone.</summary>
    public TrialManifest BindTrial(ManifestTree tree, ManifestErrors errors) =>
        (TrialManifest)new SectionBinder(Contracts, tree, errors)
            .Bind(typeof(TrialManifest), Part(tree.Root, typeof(TrialManifest)), "");

    /// <summary>What a manifest without errors asks to measure, with the options of every estimator measured.</summary>
    public GradientsPlan BindGradients(ManifestTree tree, GradientsSection section)
    {
        var plan = new GradientsPlan(section, []);
        IEnumerable<string> names = plan.TakesAll ? Contracts.Vocabulary.Names(ChoiceKind.Estimator) : section.Estimators;
        return plan with { Estimators = [.. names.Select(name => BindEstimator(tree, name))] };
    }

    // As a sweep does it: the name alone changes, and every estimator finds its own options.
    private EstimatorSection BindEstimator(ManifestTree tree, string name)
    {
        JsonObject section = tree.Root[EstimatorKey]?.DeepClone().AsObject() ?? [];
        section[NameKey] = name;
        return (EstimatorSection)new SectionBinder(Contracts, tree, new ManifestErrors()).Bind(typeof(EstimatorSection), section, EstimatorKey);
    }

    private IEnumerable<string> Keys(Type type) => Contracts.For(type).Keys.Select(key => key.Name);

    private JsonObject Part(JsonObject root, Type type)
    {
        string[] keys = [.. Keys(type)];
        return new JsonObject(root.Where(pair => keys.Contains(pair.Key, StringComparer.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }
}
