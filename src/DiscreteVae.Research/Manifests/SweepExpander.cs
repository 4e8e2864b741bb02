using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Expands a manifest with a sweep into its trials: every case times every combination of the axes' values.</summary>
internal sealed class SweepExpander(ManifestBinder binder)
{
    private const int MaxTrials = 100_000;
    private const string EstimatorKey = "estimator";
    private const string ComputeKey = "compute";

    private readonly ManifestWriter _writer = new(binder.Contracts);

    /// <summary>The key paths that the sweep sets, those of cases first, in the order written.</summary>
    public static IReadOnlyList<string> SweptKeys(SweepSection sweep) =>
        [.. sweep.Cases.SelectMany(keys => keys.Keys).Concat(sweep.Axes.Select(axis => axis.Key)).Distinct()];

    /// <summary>Makes the trials: sets each one's swept keys in the merged manifest, binds and validates it again.</summary>
    /// <param name="tree">The merged manifest.</param>
    /// <param name="sweep">Its sweep, without errors.</param>
    /// <param name="errors">What is wrong already, which is not told again; gets what is wrong with trials.</param>
    public IReadOnlyList<Trial> Expand(ManifestTree tree, SweepSection sweep, ManifestErrors errors)
    {
        double count = sweep.Axes.Aggregate(Math.Max(1.0, sweep.Cases.Count), (product, axis) => product * axis.Values.Count);
        if (count > MaxTrials)
        {
            Report(FormattableString.Invariant($"makes {count} trials; at most {MaxTrials} are allowed"));
            return [];
        }
        ManifestTree unswept = tree.Without(ManifestBinder.SweepKey);
        var trials = new List<Trial>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int repeated = 0;
        string repetition = "";
        var trialErrors = new TrialErrors(errors);
        IReadOnlyList<string> sweptKeys = SweptKeys(sweep);
        foreach (IReadOnlyList<SweptValue> values in Combinations(sweep))
        {
            var found = new ManifestErrors();
            ManifestTree swept = unswept.With(values, tree);
            TrialManifest manifest = binder.BindTrial(swept, found);
            if (found.Count == 0 && binder.Contracts.Vocabulary.EstimatorProblem(manifest) is { } problem)
                found.Add(EstimatorKey, problem, swept.OriginOf(EstimatorKey)?.Where);
            trialErrors.Add(trials.Count, values, found);
            JsonObject resolved = found.Count == 0 ? _writer.Write(manifest) : [];
            var trial = new Trial(trials.Count, Id(resolved), manifest, resolved, Swept(sweptKeys, values, resolved));
            trials.Add(trial);
            if (found.Count == 0 && !ids.TryAdd(trial.Id, trial.Index) && repeated++ == 0)
            {
                repetition = FormattableString.Invariant($"trials {ids[trial.Id]} and {trial.Index} are the same ")
                    + $"({TrialErrors.Describe(values)} changes nothing that counts)";
            }
        }
        if (repeated > 0)
        {
            string more = repeated == 1 ? "" : FormattableString.Invariant($" and {repeated - 1} more repeat others");
            Report($"{repetition}{more}; use sweep:cases to leave out what repeats");
        }
        trialErrors.Report();
        return trials;

        void Report(string message) =>
            errors.Add(ManifestBinder.SweepKey, message, tree.OriginOf(ManifestBinder.SweepKey)?.Where);
    }

    private static string Id(JsonObject resolved)
    {
        var counts = resolved.DeepClone().AsObject();
        counts.Remove(ComputeKey);
        return CanonicalJson.Hash(counts);
    }

    private static IEnumerable<IReadOnlyList<SweptValue>> Combinations(SweepSection sweep)
    {
        IEnumerable<IReadOnlyList<SweptValue>> combinations = sweep.Cases.Count == 0 ? [[]] : sweep.Cases.Select((keys, i) =>
            (IReadOnlyList<SweptValue>)[.. keys.Select(pair =>
                new SweptValue(pair.Key, pair.Value, FormattableString.Invariant($"sweep:cases:{i}:{pair.Key}")))]);
        foreach (SweepAxis axis in sweep.Axes)
        {
            combinations = combinations.SelectMany(values => axis.Values.Select((value, i) => (IReadOnlyList<SweptValue>)
                [.. values, new SweptValue(axis.Key, value, FormattableString.Invariant($"sweep:axes:{axis.Key}:{i}"))]));
        }
        return combinations;
    }

    private static (string Key, string Value)[] Swept(
        IReadOnlyList<string> keys, IReadOnlyList<SweptValue> values, JsonObject resolved) =>
        [.. keys.Select(key => (key, values.FirstOrDefault(value => value.Key == key) is { } set
            ? CanonicalJson.Plain(set.Value)
            : KeyPath.TryGet(resolved, key, out JsonNode? value) ? CanonicalJson.Plain(value) : ""))];
}
