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

    /// <summary>The same manifest with values set at key paths.</summary>
    public ManifestTree With(IEnumerable<SweptValue> values)
    {
        var tree = new ManifestTree { Root = Root.DeepClone().AsObject() };
        foreach ((string path, Origin origin) in _origins)
            tree._origins[path] = origin;
        foreach (SweptValue value in values)
        {
            KeyPath.Set(tree.Root, value.Key, value.Value);
            tree.Replace(value.Key, OriginOf(value.Source) ?? new Origin(value.Source));
        }
        return tree;
    }
}
