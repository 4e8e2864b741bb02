using System.Globalization;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Key paths such as <c>training:batchSize</c>: one vocabulary for files, overrides, sweeps and CSV columns.</summary>
internal static class KeyPath
{
    /// <summary>Between the parts of a path.</summary>
    public const char Separator = ':';

    /// <summary>The path of a key below a section; the root's path is empty.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}{Separator}{key}";

    /// <summary>The path of an item of a list.</summary>
    public static string Item(string path, int index) => Join(path, index.ToString(CultureInfo.InvariantCulture));

    /// <summary>One path begins with all parts of the other, or equals it.</summary>
    public static bool Covers(string path, string other) =>
        other.StartsWith(path, StringComparison.Ordinal) && (other.Length == path.Length || other[path.Length] == Separator);

    /// <summary>Sets the value at a path; whatever stands in the way of a section on it gives way.</summary>
    public static void Set(JsonObject root, string path, JsonNode? value)
    {
        string[] keys = path.Split(Separator);
        foreach (string key in keys[..^1])
        {
            if (root[key] is not JsonObject section)
                root[key] = section = [];
            root = section;
        }
        root[keys[^1]] = value?.DeepClone();
    }

    /// <summary>Finds the value at a path.</summary>
    public static bool TryGet(JsonObject root, string path, out JsonNode? value)
    {
        value = root;
        foreach (string key in path.Split(Separator))
        {
            if (value is not JsonObject section || !section.TryGetPropertyValue(key, out value))
                return false;
        }
        return true;
    }
}
