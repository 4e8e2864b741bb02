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
        foreach (string below in _origins.Keys.Where(known => KeyPath.Covers(path, known)).ToArray())
            _origins.Remove(below);
        _origins[path] = origin;
    }

    /// <summary>Records where the value at a path was given, as part of a larger whole.</summary>
    public void Note(string path, Origin origin) => _origins[path] = origin;

    /// <summary>Where the value at a path was given, or else the nearest section around it.</summary>
    public Origin? OriginOf(string path)
    {
        while (true)
        {
            if (_origins.TryGetValue(path, out Origin? origin))
                return origin;
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
}
