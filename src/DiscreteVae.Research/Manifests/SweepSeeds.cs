using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Key <c>sweep:seeds</c>: a list of seeds, or how many from <c>training:seed</c> on.</summary>
internal static class SweepSeeds
{
    /// <summary>The key path that the seeds set.</summary>
    public const string Key = "training:seed";

    /// <summary>The key path of the seeds themselves.</summary>
    public const string Path = "sweep:seeds";

    /// <summary>The largest count.</summary>
    public const int MostSeeds = 100_000;

    /// <summary>Reads the seeds.</summary>
    /// <param name="node">A count or a list.</param>
    /// <param name="first">The manifest's own seed.</param>
    /// <param name="report">Gets the key path and what is wrong.</param>
    public static long[] Read(JsonNode? node, long first, Action<string, string> report)
    {
        if (node is JsonArray list)
            return ReadList(list, report);
        if (node is not JsonValue || ScalarBinder.Bind(typeof(int), node, null, out _) is not int count)
        {
            report(Path, $"expected a count such as 5 or a list such as [0, 1, 2], but got {ScalarBinder.Describe(node)}");
            return [];
        }
        if (count is >= 1 and <= MostSeeds && first <= long.MaxValue - count)
            return [.. Enumerable.Range(0, count).Select(i => first + i)];
        report(Path, FormattableString.Invariant($"must be at least 1 and at most {MostSeeds}, but is {count}"));
        return [];
    }

    private static long[] ReadList(JsonArray list, Action<string, string> report)
    {
        var seeds = new List<long>();
        if (list.Count == 0)
            report(Path, "there are no seeds; give some or leave the key out");
        for (int i = 0; i < list.Count; i++)
        {
            string itemPath = KeyPath.Item(Path, i);
            if (list[i] is not { } item)
                report(itemPath, "null is not allowed in a list");
            else if (ScalarBinder.Bind(typeof(long), item, null, out string problem) is not long seed)
                report(itemPath, problem);
            else if (seed < 0)
                report(itemPath, FormattableString.Invariant($"must be at least 0, but is {seed}"));
            else if (seeds.Contains(seed))
                report(itemPath, "the seed is in the list already; keep one");
            else
                seeds.Add(seed);
        }
        return [.. seeds];
    }
}
