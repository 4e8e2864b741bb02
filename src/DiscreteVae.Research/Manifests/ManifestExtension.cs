using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Key <c>extends</c>: a manifest file laid over another, which may extend a third. Sections merge, lists and values replace, and what
/// <c>without</c> names is dropped from the other before. An axis of a sweep is a value: it replaces. <c>name</c>, <c>description</c> and
/// <c>results</c> say what one experiment is and are not inherited.
/// </summary>
internal static class ManifestExtension
{
    /// <summary>Names the other file, relative to the folder of the one that names it.</summary>
    public const string Key = "extends";

    /// <summary>Lists key paths of the other that do not hold.</summary>
    public const string WithoutKey = "without";

    // Links can hide a circle from the comparison of paths.
    private const int MostFiles = 32;

    private static readonly string[] Own = [ManifestBinder.SchemaKey, "name", "description", "results"];

    /// <summary>Reads a file and what it extends.</summary>
    /// <returns>The merged manifest, or null after an error: what is missing of it would give rise to errors that are none.</returns>
    public static ManifestTree? Read(string path, ManifestErrors errors) => Read(path, "", null, [], errors);

    private static ManifestTree? Read(string path, string key, string? where, string[] chain, ManifestErrors errors)
    {
        string[] files = [.. chain, path];
        if (chain.Any(file => Path.GetFullPath(file) == Path.GetFullPath(path)) || files.Length > MostFiles)
        {
            string circle = string.Join(" -> ", files.Select(file => ManifestErrors.Shown(Path.GetFileName(file))));
            errors.Add(key, files.Length > MostFiles ? $"more than {MostFiles} manifests extend one another: {circle}"
                : $"the manifests extend each other in a circle: {circle}; leave one of these keys out", where);
            return null;
        }
        if (ManifestSources.ReadFile(path, key, where, errors) is not { } tree)
            return null;
        string? extends = tree.OriginOf(Key)?.Where, without = tree.OriginOf(WithoutKey)?.Where;
        bool isExtension = tree.Root.Remove(Key, out JsonNode? other), drops = tree.Root.Remove(WithoutKey, out JsonNode? dropped);
        if (!isExtension)
        {
            if (drops)
                errors.Add(WithoutKey, $"drops keys of the manifest that '{Key}' names, but there is no '{Key}' here", without);
            return drops ? null : tree;
        }
        if (other?.GetValueKind() != JsonValueKind.String || other.GetValue<string>() is not { Length: > 0 } name)
        {
            errors.Add(Key, $"expected the path of another manifest such as \"base.json\", but got {ScalarBinder.Describe(other)}", extends);
            return null;
        }
        if (Read(Path.Join(Path.GetDirectoryName(path), name), Key, extends, files, errors) is not { } below)
            return null;
        foreach (string own in Own)
            below.Remove(own);
        int before = errors.Count;
        if (drops)
            Drop(dropped, below, tree, errors);
        if (errors.Count > before)
            return null;
        Lay(tree.Root, below.Root, "", tree, below);
        return below;
    }

    private static void Drop(JsonNode? list, ManifestTree from, ManifestTree tree, ManifestErrors errors)
    {
        string? Where(string path) => tree.OriginOf(path)?.Where;
        if (list is not JsonArray paths)
        {
            errors.Add(WithoutKey, $"expected a list of key paths, but got {ScalarBinder.Describe(list)}", Where(WithoutKey));
            return;
        }
        for (int i = 0; i < paths.Count; i++)
        {
            string item = KeyPath.Item(WithoutKey, i);
            if (paths[i]?.GetValueKind() != JsonValueKind.String)
                errors.Add(item, $"expected a key path, but got {ScalarBinder.Describe(paths[i])}", Where(item));
            else if (!from.Remove(paths[i]!.GetValue<string>()))
                errors.Add(item, $"the manifest extended has no key '{ManifestErrors.Shown(paths[i]!.GetValue<string>())}'", Where(item));
        }
    }

    private static void Lay(JsonObject over, JsonObject below, string path, ManifestTree from, ManifestTree into)
    {
        foreach ((string key, JsonNode? value) in over)
        {
            string keyPath = KeyPath.Join(path, key);
            if (value is JsonObject section && below[key] is JsonObject other && path != SweepBinder.AxesPath)
                Lay(section, other, keyPath, from, into);
            else
            {
                below[key] = value?.DeepClone();
                into.ReplaceFrom(keyPath, from);
            }
        }
    }
}
