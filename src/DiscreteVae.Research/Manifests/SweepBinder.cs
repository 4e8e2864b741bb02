using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Binds the section <c>sweep</c>, most of whose keys are key paths of a trial. Axes with an error, and cases with one, are left out of
/// the result, so that the rest can still be expanded and its errors told too.
/// </summary>
internal sealed class SweepBinder(ManifestContracts contracts, SectionBinder binder, ManifestErrors errors)
{
    /// <summary>The axes of the product.</summary>
    public const string AxesPath = "sweep:axes";

    /// <summary>The list of cases.</summary>
    public const string CasesPath = "sweep:cases";

    /// <summary>The list of what is left out.</summary>
    public const string ExcludePath = "sweep:exclude";

    private const string Axes = "axes";
    private const string Cases = "cases";
    private const string Exclude = "exclude";
    private const string Seeds = "seeds";

    private readonly string[] _paths = [.. contracts.Paths(typeof(TrialManifest))];

    /// <summary>Binds the section.</summary>
    /// <param name="node">The section in JSON.</param>
    /// <param name="seed">The manifest's own <c>training:seed</c>.</param>
    public SweepSection Bind(JsonNode? node, long seed)
    {
        if (node is not JsonObject section)
        {
            binder.Report(ManifestBinder.SweepKey, $"expected a section {{ ... }}, but got {ScalarBinder.Describe(node)}");
            return new SweepSection();
        }
        string[] own = [.. contracts.For(typeof(SweepOptions)).Keys.Select(key => key.Name)];
        binder.ReportUnknown(section, [Axes, Cases, Exclude, Seeds, .. own], ManifestBinder.SweepKey);
        var options = (SweepOptions)binder.Bind(
            typeof(SweepOptions),
            new JsonObject(section.Where(pair => own.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))),
            ManifestBinder.SweepKey);
        SweepAxis[] axes = section.TryGetPropertyValue(Axes, out JsonNode? product) ? [.. BindAxes(product, options)] : [];
        JsonObject[] cases = section.TryGetPropertyValue(Cases, out JsonNode? list) ? BindSettings(list, CasesPath) : [];
        long[] seeds = section.TryGetPropertyValue(Seeds, out JsonNode? given) ? SweepSeeds.Read(given, seed, binder.Report) : [];
        JsonObject[] exclude = section.TryGetPropertyValue(Exclude, out JsonNode? left) ? BindSettings(left, ExcludePath) : [];
        int before = errors.Count;
        string[] axisKeys = [.. axes.Select(axis => axis.Key)];
        CheckOverlap(axisKeys, [], AxesPath);
        for (int i = 0; i < cases.Length; i++)
            CheckOverlap([.. cases[i].Select(pair => pair.Key)], axisKeys, KeyPath.Item(CasesPath, i));
        CheckSeeds(seeds, cases.SelectMany(keys => keys.Select(pair => pair.Key)).Concat(axisKeys));
        if (errors.Count > before)
            return new SweepSection { Options = options };
        var sweep = new SweepSection { Axes = axes, Cases = [.. cases.Select(Copy)], Seeds = seeds, Options = options };
        CheckExclude(exclude, new SweepSettings(sweep).Keys);
        return errors.Count > before ? sweep : sweep with { Exclude = [.. exclude.Select(Copy)] };
    }

    private IEnumerable<SweepAxis> BindAxes(JsonNode? node, SweepOptions options)
    {
        if (node is not JsonObject axes)
        {
            binder.Report(AxesPath, $"expected an object of key paths and lists, but got {ScalarBinder.Describe(node)}");
            yield break;
        }
        foreach ((string key, JsonNode? values) in axes)
        {
            string axisPath = KeyPath.Join(AxesPath, key);
            int before = errors.Count;
            SweepRange? range = null;
            CheckKey(key, axisPath);
            if (values is JsonObject json)
                range = BindRange(json, axisPath, options);
            else if (values is not JsonArray list)
                binder.Report(axisPath, $"expected a list of values, but got {ScalarBinder.Describe(values)}");
            else if (list.Count == 0)
                binder.Report(axisPath, "the axis has no values; give some or leave it out");
            else
                CheckDistinct(list, axisPath);
            if (errors.Count == before)
            {
                JsonNode?[] items = values is JsonArray array ? [.. array.Select(value => value?.DeepClone())] : [];
                yield return new SweepAxis(key, items) { Range = range };
            }
        }
    }

    private SweepRange? BindRange(JsonObject json, string path, SweepOptions options)
    {
        SweepRange? range = SweepRange.Read(json, out string problem);
        if (range is null)
            binder.Report(path, problem);
        else if (!options.Draws)
            binder.Report(path, "a range is drawn from: it needs 'sweep:strategy' random, or give a list of values");
        return range;
    }

    private void CheckDistinct(JsonArray list, string path)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < list.Count; i++)
        {
            if (!seen.TryAdd(CanonicalJson.Serialize(list[i]), i))
                binder.Report(KeyPath.Item(path, i), "the axis has this value already; keep one");
        }
    }

    private JsonObject[] BindSettings(JsonNode? node, string path)
    {
        int before = errors.Count;
        if (node is not JsonArray settings)
        {
            binder.Report(path, $"expected a list of objects, but got {ScalarBinder.Describe(node)}");
            return [];
        }
        for (int i = 0; i < settings.Count; i++)
        {
            string itemPath = KeyPath.Item(path, i);
            if (settings[i] is JsonObject keys)
            {
                foreach ((string key, _) in keys)
                    CheckKey(key, KeyPath.Join(itemPath, key));
            }
            else
            {
                string got = ScalarBinder.Describe(settings[i]);
                binder.Report(itemPath, $"expected an object of key paths and values, but got {got}");
            }
        }
        return errors.Count == before ? [.. settings.Select(keys => keys!.AsObject())] : [];
    }

    private void CheckKey(string key, string path)
    {
        if (SweepExpander.Uncounted.FirstOrDefault(section => KeyPath.Covers(section, key)) is { } section)
            binder.Report(path, $"'{section}' decides no number of a trial and tells no trials apart; run once for each instead");
        else if (!_paths.Contains(key, StringComparer.Ordinal))
        {
            string nearest = Spelling.MeantPath(key, _paths) is { } meant ? $"; the nearest is '{meant}'" : "";
            binder.Report(path, $"there is no key path '{ManifestErrors.Shown(key)}' in a trial{nearest}");
        }
    }

    // Setting a section and a key within it would make the result depend on which comes first.
    private void CheckOverlap(string[] keys, string[] axes, string path)
    {
        foreach (string key in keys)
        {
            string? other = keys.FirstOrDefault(other => other != key && KeyPath.Covers(other, key))
                ?? axes.FirstOrDefault(axis => KeyPath.Covers(axis, key) || KeyPath.Covers(key, axis));
            if (other is not null)
                binder.Report(KeyPath.Join(path, key), $"sets what '{other}' sets too; keep one");
        }
    }

    private void CheckSeeds(long[] seeds, IEnumerable<string> keys)
    {
        if (seeds.Length > 0 && keys.FirstOrDefault(key => KeyPath.Covers(key, SweepSeeds.Key)) is { } other)
            binder.Report(SweepSeeds.Path, $"sets what '{other}' sets too; keep one");
    }

    private void CheckExclude(JsonObject[] exclude, IReadOnlyList<string> swept)
    {
        for (int i = 0; i < exclude.Length; i++)
        {
            string path = KeyPath.Item(ExcludePath, i);
            if (exclude[i].Count == 0)
                binder.Report(path, "an empty setting would leave out every trial");
            foreach ((string key, _) in exclude[i].Where(pair => !swept.Contains(pair.Key, StringComparer.Ordinal)))
                binder.Report(KeyPath.Join(path, key), "no axis, case or seed of the sweep sets this key");
        }
    }

    private static OrderedDictionary<string, JsonNode?> Copy(JsonObject keys) =>
        new(keys.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
