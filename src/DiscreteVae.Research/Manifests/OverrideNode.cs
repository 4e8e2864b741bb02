using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// One source of <c>key:path = value</c> pairs as a tree, in the order given, to be laid over a manifest. A value replaces what
/// it is laid over, lists included; only sections merge.
/// </summary>
internal sealed class OverrideNode
{
    private static readonly string[] Ranges = [.. Enum.GetValues<SweepRangeKind>().Select(kind => ScalarBinder.NameOf(kind))];

    private readonly OrderedDictionary<string, OverrideNode> _children = new(StringComparer.Ordinal);
    private JsonNode? _value;
    private Origin? _origin;

    /// <summary>Takes one pair.</summary>
    /// <param name="key">The key path.</param>
    /// <param name="text">The value as typed: JSON where it is JSON, else a text.</param>
    /// <param name="where">Where it was typed.</param>
    /// <param name="errors">Gets what is wrong with it.</param>
    public void Add(string key, string text, string where, ManifestErrors errors)
    {
        if (key.Split(KeyPath.Separator).Any(part => part.Length == 0))
        {
            errors.Add(key, "the key path has an empty part; write key:path=value", where);
            return;
        }
        OverrideNode node = this;
        foreach (string part in Parts(key))
        {
            if (!node._children.TryGetValue(part, out OverrideNode? child))
                node._children[part] = child = new OverrideNode();
            node = child;
        }
        node._value = Parse(text);
        node._origin = new Origin(where, text);
    }

    /// <summary>Lays the values over a manifest.</summary>
    public void Apply(ManifestTree tree, ManifestErrors errors) => Merge(tree.Root, "", tree, errors);

    private void Merge(JsonObject section, string path, ManifestTree tree, ManifestErrors errors)
    {
        foreach ((string key, OverrideNode child) in _children)
        {
            string childPath = KeyPath.Join(path, key);
            if (child._origin is not null || child.IsList)
                section[key] = child.Build(childPath, tree, errors);
            else
            {
                if (section[key] is not JsonObject below)
                    section[key] = below = [];
                child.Merge(below, childPath, tree, errors);
            }
        }
    }

    private bool IsList => _children.Count > 0 && _children.Keys.All(key => Index(key) is not null);

    private JsonNode? Build(string path, ManifestTree tree, ManifestErrors errors)
    {
        if (_origin is not null)
        {
            if (_children.Count > 0)
                errors.Add(path, "is given both a value and keys below it; keep one", _origin.Where);
            tree.Replace(path, _origin);
            return _value?.DeepClone();
        }
        if (!IsList)
        {
            var section = new JsonObject();
            Merge(section, path, tree, errors);
            return section;
        }
        tree.Replace(path, FirstOrigin());
        var list = new JsonArray();
        foreach ((string key, OverrideNode child) in _children.OrderBy(child => Index(child.Key)))
        {
            string itemPath = KeyPath.Join(path, key);
            string gap = $"the list has no item {list.Count}; number its items from 0 without gaps";
            if (Index(key) != list.Count)
                errors.Add(itemPath, gap, child.FirstOrigin().Where);
            list.Add(child.Build(itemPath, tree, errors));
        }
        return list;
    }

    private Origin FirstOrigin() => new((_origin ?? _children.GetAt(0).Value.FirstOrigin()).Where);

    private static int? Index(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        && index.ToString(CultureInfo.InvariantCulture) == key ? index : null;

    // Keys of axes and cases are key paths themselves: sweep:axes:training:seed:0 is item 0 of the axis "training:seed".
    private static string[] Parts(string key)
    {
        string[] parts = key.Split(KeyPath.Separator);
        if (parts is ["sweep", "axes", .., string last] && parts.Length > 3)
        {
            return Index(last) is null && !Ranges.Contains(last)
                ? ["sweep", "axes", string.Join(KeyPath.Separator, parts[2..])]
                : ["sweep", "axes", string.Join(KeyPath.Separator, parts[2..^1]), last];
        }
        if (parts is ["sweep", "cases" or "exclude", string item, ..] && parts.Length > 4)
            return ["sweep", parts[1], item, string.Join(KeyPath.Separator, parts[3..])];
        return parts;
    }

    private static JsonNode? Parse(string text)
    {
        var errors = new ManifestErrors();
        JsonNode? value = JsonText.Parse(Encoding.UTF8.GetBytes(text), "", (_, _) => { }, errors);
        return errors.Count > 0 ? JsonValue.Create(text) : value;
    }
}
