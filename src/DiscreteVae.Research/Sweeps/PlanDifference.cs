using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Sweeps;

/// <summary>What a manifest changed since a results folder was begun with it.</summary>
internal static class PlanDifference
{
    // These change where and how safely trials run, never a number of theirs.
    private static readonly string[] Free = ["description", "checkpoint", "compute:threads", "compute:loaders", "results"];

    /// <summary>Each key path that differs, as <c>key: old -> new</c>, in ordinal order; none where the trials are the same.</summary>
    public static IReadOnlyList<string> Between(JsonObject old, JsonObject changed)
    {
        var before = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var after = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Flatten(old, "", before);
        Flatten(changed, "", after);
        return
        [
            .. before.Keys.Union(after.Keys).Where(key => !Free.Any(free => KeyPath.Covers(free, key))).Order(StringComparer.Ordinal)
                .Select(key => (Key: key, Old: before.GetValueOrDefault(key, "(none)"), New: after.GetValueOrDefault(key, "(none)")))
                .Where(pair => pair.Old != pair.New).Select(pair => $"{pair.Key}: {pair.Old} -> {pair.New}"),
        ];
    }

    private static void Flatten(JsonNode? node, string path, SortedDictionary<string, string> values)
    {
        if (node is JsonObject { Count: > 0 } section)
        {
            foreach ((string key, JsonNode? value) in section) Flatten(value, KeyPath.Join(path, key), values);
        }
        else
        {
            values[path] = CanonicalJson.Serialize(node);
        }
    }
}
