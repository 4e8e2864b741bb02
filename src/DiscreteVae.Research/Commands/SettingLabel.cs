namespace DiscreteVae.Research.Commands;

/// <summary>
/// What a sweep set in a trial, in a cell: <c>schedule=linear final=0.1 seed=2</c>, each key as short as it is told from the others.
/// </summary>
internal sealed class SettingLabel(IReadOnlyList<string> keys)
{
    private readonly Dictionary<string, string> _short = keys.ToDictionary(key => key, key => Shortest(key, keys), StringComparer.Ordinal);

    /// <summary>The label; keys without a value have no part in the trial.</summary>
    public string Of(IEnumerable<(string Key, string Value)> setting) =>
        string.Join(' ', setting.Where(pair => pair.Value.Length > 0).Select(pair => $"{_short[pair.Key]}={pair.Value}"));

    private static string Shortest(string key, IReadOnlyList<string> keys)
    {
        for (int cut = key.LastIndexOf(':'); cut >= 0; cut = cut == 0 ? -1 : key.LastIndexOf(':', cut - 1))
        {
            string end = key[cut..];
            if (keys.All(other => other == key || !(":" + other).EndsWith(end, StringComparison.Ordinal)))
                return end[1..];
        }
        return key;
    }
}
