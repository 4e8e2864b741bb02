using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>A manifest merged from its sources, and where each of its values was given.</summary>
internal sealed class ManifestTree
{
    private readonly Dictionary<string, Origin> _origins = new(StringComparer.Ordinal);

    /// <summary>The merged manifest.</summary>
    public JsonObject Root { get; init; } = [];

    /// <summary>Records where the value at a path was given; what was known of values below it is forgotten.</summary>
    public void Replace(string path, Origin origin)
    {
        Forget(path);
        _origins[path] = origin;
    }

    /// <summary>Records where the value at a path was given, as part of a larger whole.</summary>
    public void Note(string path, Origin origin) => _origins[path] = origin;

    /// <summary>Records for a path and all below it where another manifest's values were given.</summary>
    public void ReplaceFrom(string path, ManifestTree other)
    {
        Forget(path);
        foreach ((string below, Origin origin) in other._origins.Where(pair => KeyPath.Covers(path, pair.Key)))
            _origins[below] = origin;
    }

    /// <summary>Drops the value at a path; false where there is none.</summary>
    public bool Remove(string path)
    {
        if (!Remove(Root, path))
            return false;
        Forget(path);
        return true;
    }

    /// <summary>
    /// Where the value at a path was given, or else the nearest section around it; of a section that is nowhere as a whole, the first of
    /// what is in it.
    /// </summary>
    public Origin? OriginOf(string path)
    {
        while (true)
        {
            if (_origins.TryGetValue(path, out Origin? origin))
                return origin;
            string? below = _origins.Keys.Where(known => KeyPath.Covers(path, known)).Order(StringComparer.Ordinal).FirstOrDefault();
            if (below is not null)
                return new Origin(_origins[below].Where);
            int cut = path.LastIndexOf(KeyPath.Separator);
            if (cut < 0)
                return null;
            path = path[..cut];
        }
    }

    /// <summary>The text as typed of the value at exactly this path, if it was given outside files.</summary>
    public string? TextOf(string path) => _origins.GetValueOrDefault(path)?.Text;

    /// <summary>The same manifest without a section.</summary>
    public ManifestTree Without(string key)
    {
        var tree = new ManifestTree { Root = Root.DeepClone().AsObject() };
        tree.Root.Remove(key);
        foreach ((string path, Origin origin) in _origins.Where(pair => !KeyPath.Covers(key, pair.Key)))
            tree._origins[path] = origin;
        return tree;
    }

    /// <summary>The same manifest with values of a sweep set at key paths.</summary>
    /// <param name="values">The values.</param>
    /// <param name="swept">The manifest with the sweep, which knows where the values were given.</param>
    public ManifestTree With(IEnumerable<SweptValue> values, ManifestTree swept)
    {
        var tree = new ManifestTree { Root = Root.DeepClone().AsObject() };
        foreach ((string path, Origin origin) in _origins)
            tree._origins[path] = origin;
        foreach (SweptValue value in values)
        {
            KeyPath.Set(tree.Root, value.Key, value.Value);
            // An item of a list typed as a whole has the list's place, but not its text.
            tree.Replace(value.Key, new Origin(swept.OriginOf(value.Source)?.Where ?? value.Source, swept.TextOf(value.Source)));
        }
        return tree;
    }

    private void Forget(string path)
    {
        foreach (string below in _origins.Keys.Where(known => KeyPath.Covers(path, known)).ToArray())
            _origins.Remove(below);
    }

    // Keys of a sweep's axes hold ':' themselves, so a path may be cut in several places.
    private static bool Remove(JsonObject section, string path) =>
        section.Remove(path) || section.Any(pair => pair.Value is JsonObject below
            && path.StartsWith(pair.Key + KeyPath.Separator, StringComparison.Ordinal) && Remove(below, path[(pair.Key.Length + 1)..]));
}
