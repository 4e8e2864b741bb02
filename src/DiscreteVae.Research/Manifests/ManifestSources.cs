using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Gathers a manifest from its sources, later ones over earlier ones: the file with what it extends, the environment
/// (<c>DVAE__key__path</c>) and the command line (<c>key:path=value</c>).
/// </summary>
/// <remarks>
/// The providers of Microsoft.Extensions.Configuration read the environment and the command line. The file is read as JSON, since
/// a provider flattens it: lists would merge by index, types and keys that hold ':' would be lost.
/// </remarks>
public static class ManifestSources
{
    /// <summary>Before the key path in the name of an environment variable.</summary>
    public const string EnvironmentPrefix = "DVAE__";

    /// <summary>The process's environment variables that are manifest keys.</summary>
    public static IConfiguration Environment() => new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build();

    /// <summary>Reads and merges all sources.</summary>
    /// <returns>The merged manifest, or null where the file cannot be read as one.</returns>
    internal static ManifestTree? Read(
        string path, IReadOnlyList<string> overrides, IConfiguration environment, ManifestErrors errors)
    {
        ManifestTree? tree = ManifestExtension.Read(path, errors);
        OverrideNode fromEnvironment = new(), fromCommandLine = new();
        foreach ((string key, string? value) in environment.AsEnumerable())
        {
            string variable = EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal);
            if (value is not null)
                fromEnvironment.Add(key, value, $"environment variable {variable}", errors);
        }
        foreach ((string key, string value) in CommandLine(overrides, errors))
            fromCommandLine.Add(key, value, "command line", errors);
        if (tree is not null)
        {
            fromEnvironment.Apply(tree, errors);
            fromCommandLine.Apply(tree, errors);
            foreach (string key in (string[])[ManifestExtension.Key, ManifestExtension.WithoutKey])
            {
                string? where = tree.OriginOf(key)?.Where;
                if (tree.Root.Remove(key))
                    errors.Add(key, "stands in files only; make a manifest that extends the other", where);
            }
        }
        return tree;
    }

    /// <summary>Lays the command line over a manifest that is no file.</summary>
    internal static void Override(ManifestTree tree, IReadOnlyList<string> overrides, ManifestErrors errors)
    {
        var node = new OverrideNode();
        foreach ((string key, string value) in CommandLine(overrides, errors)) node.Add(key, value, "command line", errors);
        node.Apply(tree, errors);
    }

    // The provider sorts its keys; the order typed is the order of a sweep's axes.
    private static IEnumerable<(string Key, string Value)> CommandLine(IReadOnlyList<string> overrides, ManifestErrors errors)
    {
        string[] pairs = [.. overrides.Where(pair => IsPair(pair, errors))];
        IConfiguration values = new ConfigurationBuilder().AddCommandLine(pairs).Build();
        return pairs.Select(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal)
            .Select(key => (key, values[key] ?? ""));
    }

    private static bool IsPair(string text, ManifestErrors errors)
    {
        string shown = ManifestErrors.Shown(text);
        if (text.StartsWith('-') || text.StartsWith('/'))
        {
            errors.Add(
                "",
                $"'{shown}' is neither an option nor an override; an override is key:path=value without a leading dash or slash",
                "command line");
        }
        else if (text.IndexOf('=', StringComparison.Ordinal) <= 0)
            errors.Add("", $"'{shown}' is not an override; write key:path=value, for example training:epochs=20", "command line");
        else
            return true;
        return false;
    }

    /// <summary>Reads one file alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that names it; empty where the command line does.</param>
    /// <param name="where">Where that key stands.</param>
    /// <param name="errors">Gets what is wrong.</param>
    internal static ManifestTree? ReadFile(string path, string key, string? where, ManifestErrors errors)
    {
        string shown = ManifestErrors.Shown(path);
        byte[] utf8;
        try
        {
            if (Directory.Exists(path))
            {
                errors.Add(key, $"'{shown}' is a folder; name a manifest, a JSON file", where);
                return null;
            }
            utf8 = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add(key, $"there is no manifest '{shown}'; name a JSON file such as experiments/quickstart.json", where);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            errors.Add(key, $"the manifest '{shown}' cannot be read: {e.Message}", where);
            return null;
        }
        if (utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        return Parse(utf8, shown, errors);
    }

    private static ManifestTree? Parse(byte[] utf8, string name, ManifestErrors errors)
    {
        var noted = new List<(string Path, Origin Origin)>();
        int before = errors.Count;
        JsonNode? root = JsonText.Parse(utf8, name, (path, origin) => noted.Add((path, origin)), errors);
        if (errors.Count > before)
            return null;
        if (root is not JsonObject section)
        {
            errors.Add("", "a manifest is a JSON object: { ... }", $"{name}:1:1");
            return null;
        }
        var tree = new ManifestTree { Root = section };
        foreach ((string path, Origin origin) in noted)
            tree.Note(path, origin);
        return tree;
    }
}
