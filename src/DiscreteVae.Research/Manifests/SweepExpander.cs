using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Expands a manifest with a sweep into its trials: every case times every combination of the axes' values.</summary>
internal sealed class SweepExpander(ManifestBinder binder)
{
    private const int MaxTrials = 100_000;
    private const string EstimatorKey = "estimator";

    /// <summary>Sections that decide no number, and thus have no part in a trial's id.</summary>
    public static readonly string[] Uncounted = ["checkpoint", "compute"];

    private readonly ManifestWriter _writer = new(binder.Contracts);

    /// <summary>Makes the trials: sets each one's swept keys in the merged manifest, binds and validates it again.</summary>
    /// <param name="tree">The merged manifest.</param>
    /// <param name="sweep">Its sweep, without errors.</param>
    /// <param name="errors">What is wrong already, which is not told again; gets what is wrong with trials.</param>
    public IReadOnlyList<Trial> Expand(ManifestTree tree, SweepSection sweep, ManifestErrors errors)
    {
        var settings = new SweepSettings(sweep);
        if (settings.Count > MaxTrials)
        {
            Report(FormattableString.Invariant($"makes {settings.Count} trials; at most {MaxTrials} are allowed"));
            return [];
        }
        ManifestTree unswept = tree.Without(ManifestBinder.SweepKey);
        var trials = new List<Trial>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int repeated = 0;
        string repetition = "";
        var trialErrors = new TrialErrors(errors);
        foreach (IReadOnlyList<SweptValue> values in settings.All())
        {
            var found = new ManifestErrors();
            ManifestTree swept = unswept.With(values, tree);
            TrialManifest manifest = binder.BindTrial(swept, found);
            if (found.Count == 0 && binder.Contracts.Vocabulary.EstimatorProblem(manifest) is { } problem)
                found.Add(EstimatorKey, problem, swept.OriginOf(EstimatorKey)?.Where);
            trialErrors.Add(trials.Count, values, found);
            JsonObject resolved = found.Count == 0 ? _writer.Write(manifest) : [];
            var trial = new Trial(trials.Count, Id(resolved), manifest, resolved, Swept(settings.Keys, values, resolved));
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
            Report($"{repetition}{more}; use sweep:exclude to leave out what repeats");
        }
        trialErrors.Report();
        // What is left of a sweep with errors would give rise to errors that are none.
        if (errors.Count == 0)
            ReportSettings(settings, sweep, trials, ReportAt);
        if (errors.Count == 0 && sweep.Options.Strategy == SweepStrategy.SuccessiveHalving)
            HalvingRules.Check(sweep.Options.Halving, trials, ReportAt);
        return trials;

        void Report(string message) => ReportAt(ManifestBinder.SweepKey, message);
        void ReportAt(string path, string message) => errors.Add(path, message, tree.OriginOf(path)?.Where);
    }

    private static void ReportSettings(
        SweepSettings settings, SweepSection sweep, List<Trial> trials, Action<string, string> report)
    {
        if (sweep.Options.Draws)
        {
            int found = settings.Drawn;
            int budget = sweep.Options.Random.Budget;
            if (found < budget)
            {
                report("sweep:random:budget", FormattableString.Invariant(
                    $"only {found} different settings were found for a budget of {budget}; lower it, or widen the axes"));
            }
            return;
        }
        foreach (int item in settings.Unused)
            report(KeyPath.Item(SweepBinder.ExcludePath, item), "leaves nothing out: no trial has all of these values");
        if (trials.Count == 0)
            report(SweepBinder.ExcludePath, "leaves no trial");
    }

    private static string Id(JsonObject resolved)
    {
        var counts = resolved.DeepClone().AsObject();
        foreach (string section in Uncounted) counts.Remove(section);
        return CanonicalJson.Hash(counts);
    }

    private static (string Key, string Value)[] Swept(
        IReadOnlyList<string> keys, IReadOnlyList<SweptValue> values, JsonObject resolved) =>
        [.. keys.Select(key => (key, values.FirstOrDefault(value => value.Key == key) is { } set
            ? CanonicalJson.Plain(set.Value)
            : KeyPath.TryGet(resolved, key, out JsonNode? value) ? CanonicalJson.Plain(value) : ""))];
}
