using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Binds the section <c>sweep</c>, whose keys are key paths of a trial. Axes with an error, and cases with one, are left out of
/// the result, so that the rest can still be expanded and its errors told too.
/// </summary>
internal sealed class SweepBinder(ManifestContracts contracts, SectionBinder binder, ManifestErrors errors)
{
    private const string Axes = "axes";
    private const string Cases = "cases";
    private const string ComputePath = "compute";

    private readonly string[] _paths = [.. contracts.Paths(typeof(TrialManifest))];

    /// <summary>Binds the section.</summary>
    /// <param name="node">The section in JSON.</param>
    /// <param name="path">Its key path.</param>
    public SweepSection Bind(JsonNode? node, string path)
    {
        if (node is not JsonObject section)
        {
            binder.Report(path, $"expected a section {{ ... }}, but got {ScalarBinder.Describe(node)}");
            return new SweepSection();
        }
        binder.ReportUnknown(section, [Axes, Cases], path);
        string axesPath = KeyPath.Join(path, Axes), casesPath = KeyPath.Join(path, Cases);
        SweepAxis[] axes = section.TryGetPropertyValue(Axes, out JsonNode? product) ? [.. BindAxes(product, axesPath)] : [];
        JsonObject[] cases = section.TryGetPropertyValue(Cases, out JsonNode? list) ? BindCases(list, casesPath) : [];
        int before = errors.Count;
        string[] axisKeys = [.. axes.Select(axis => axis.Key)];
        CheckOverlap(axisKeys, [], axesPath);
        for (int i = 0; i < cases.Length; i++)
            CheckOverlap([.. cases[i].Select(pair => pair.Key)], axisKeys, KeyPath.Item(casesPath, i));
        return errors.Count > before ? new SweepSection() : new SweepSection { Axes = axes, Cases = [.. cases.Select(Copy)] };
    }

    private IEnumerable<SweepAxis> BindAxes(JsonNode? node, string path)
    {
        if (node is not JsonObject axes)
        {
            binder.Report(path, $"expected an object of key paths and lists, but got {ScalarBinder.Describe(node)}");
            yield break;
        }
        foreach ((string key, JsonNode? values) in axes)
        {
            string axisPath = KeyPath.Join(path, key);
            int before = errors.Count;
            CheckKey(key, axisPath);
            if (values is not JsonArray list)
                binder.Report(axisPath, $"expected a list of values, but got {ScalarBinder.Describe(values)}");
            else if (list.Count == 0)
                binder.Report(axisPath, "the axis has no values; give some or leave it out");
            else
                CheckDistinct(list, axisPath);
            if (errors.Count == before)
                yield return new SweepAxis(key, [.. values!.AsArray().Select(value => value?.DeepClone())]);
        }
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

    private JsonObject[] BindCases(JsonNode? node, string path)
    {
        int before = errors.Count;
        if (node is not JsonArray cases)
        {
            binder.Report(path, $"expected a list of objects, but got {ScalarBinder.Describe(node)}");
            return [];
        }
        for (int i = 0; i < cases.Count; i++)
        {
            string casePath = KeyPath.Item(path, i);
            if (cases[i] is JsonObject keys)
            {
                foreach ((string key, _) in keys)
                    CheckKey(key, KeyPath.Join(casePath, key));
            }
            else
                binder.Report(casePath, $"expected an object of key paths and values, but got {ScalarBinder.Describe(cases[i])}");
        }
        return errors.Count == before ? [.. cases.Select(keys => keys!.AsObject())] : [];
    }

    private void CheckKey(string key, string path)
    {
        if (KeyPath.Covers(ComputePath, key))
            binder.Report(path, "'compute' decides no number of a trial and tells no trials apart; run once for each instead");
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

    private static OrderedDictionary<string, JsonNode?> Copy(JsonObject keys) =>
        new(keys.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
