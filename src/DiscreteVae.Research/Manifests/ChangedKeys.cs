using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>The keys of a resolved trial whose values are not the defaults of what it names: what its manifest really chose.</summary>
internal static class ChangedKeys
{
    // What names a variant decides which other keys there are: their defaults are those beside the same name.
    private static readonly string[] Selectors = ["estimator:name", "training:optimizer"];

    /// <summary>Finds them, in the order written.</summary>
    /// <param name="resolved">A trial with every default written out.</param>
    /// <param name="vocabulary">The names that a manifest may use.</param>
    /// <returns>Key paths with their values as cells of a table.</returns>
    public static IReadOnlyList<(string Key, string Value)> Of(JsonObject resolved, ManifestVocabulary vocabulary)
    {
        var binder = new ManifestBinder(vocabulary);
        JsonObject Defaults(JsonObject manifest) => new ManifestWriter(binder.Contracts)
            .Write(binder.BindTrial(new ManifestTree { Root = manifest }, new ManifestErrors()));
        JsonObject beside = [];
        foreach ((string path, JsonNode? value) in Leaves(resolved, ""))
        {
            if (IsSelector(path))
                KeyPath.Set(beside, path, value);
        }
        JsonObject plain = Defaults([]), named = Defaults(beside);
        return [.. Leaves(resolved, "").Where(leaf => !Same(IsSelector(leaf.Path) ? plain : named, leaf.Path, leaf.Value))
            .Select(leaf => (leaf.Path, CanonicalJson.Plain(leaf.Value)))];
    }

    private static bool IsSelector(string path) =>
        Selectors.Contains(path, StringComparer.Ordinal) || path.EndsWith(KeyPath.Separator + ManifestContracts.ScheduleKey, StringComparison.Ordinal);

    private static bool Same(JsonObject defaults, string path, JsonNode? value) =>
        KeyPath.TryGet(defaults, path, out JsonNode? other) && CanonicalJson.Serialize(other) == CanonicalJson.Serialize(value);

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonObject section, string path) => section.SelectMany(pair =>
    {
        string keyPath = KeyPath.Join(path, pair.Key);
        return pair.Value is JsonObject below ? Leaves(below, keyPath) : [(keyPath, pair.Value)];
    });
}
