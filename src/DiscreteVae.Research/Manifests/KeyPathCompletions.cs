namespace DiscreteVae.Research.Manifests;

/// <summary>
/// How an override <c>key:path=value</c> that has begun may go on: by a key at a time, then by the names that it may have.
/// </summary>
internal static class KeyPathCompletions
{
    /// <summary>The candidates: sections end with ':', keys with '=', names with nothing.</summary>
    public static IReadOnlyList<string> Of(ManifestVocabulary vocabulary, string word)
    {
        var contracts = new ManifestContracts(vocabulary);
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? word : word[..equals];
        string[] parts = path.Split(KeyPath.Separator);
        IReadOnlyList<KeyContract> keys =
            [.. contracts.For(typeof(TrialManifest)).Keys, .. contracts.For(typeof(ManifestHeader)).Keys];
        string before = "";
        for (int i = 0; i < parts.Length - 1; i++)
        {
            if (Find(keys, parts[i]) is not { } section || !HasKeys(section)) return [];
            keys = contracts.For(section.Type).Keys;
            before = KeyPath.Join(before, parts[i]);
        }
        if (equals >= 0) return Find(keys, parts[^1]) is { } key ? [.. Names(vocabulary, key).Select(name => $"{path}={name}")] : [];
        return
        [
            .. keys.Where(key => key.Name.StartsWith(parts[^1], StringComparison.Ordinal))
                .SelectMany(key => Ends(key).Select(end => KeyPath.Join(before, key.Name) + end)),
        ];
    }

    private static KeyContract? Find(IReadOnlyList<KeyContract> keys, string name) => keys.FirstOrDefault(key => key.Name == name);

    private static bool HasKeys(KeyContract key) => key.IsSection || ManifestContracts.IsSchedule(key.Type);

    // A schedule may be a number or a section.
    private static IEnumerable<string> Ends(KeyContract key) =>
        ManifestContracts.IsSchedule(key.Type) ? ["=", ":"] : key.IsSection ? [":"] : ["="];

    private static IEnumerable<string> Names(ManifestVocabulary vocabulary, KeyContract key)
    {
        Type type = Nullable.GetUnderlyingType(key.Type) ?? key.Type;
        if (key.Choice is { } kind) return vocabulary.Names(kind);
        if (type == typeof(bool)) return ["true", "false"];
        return type.IsEnum ? Enum.GetValues(type).Cast<object>().Select(ScalarBinder.NameOf) : [];
    }
}
