using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace DiscreteVae.Research.Manifests;

/// <summary>From a manifest's sources to the plan of its trials: gather, bind, expand.</summary>
public static partial class ManifestLoader
{
    /// <summary>What a name must be to name a folder everywhere, but for the names of Windows' devices.</summary>
    internal const string NamePattern = "^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?$";

    private const string ResultsRoot = "results";

    /// <summary>Loads a manifest.</summary>
    /// <param name="path">The file: JSON, with comments and trailing commas if one likes.</param>
    /// <param name="overrides">Pairs <c>key:path=value</c> from the command line.</param>
    /// <param name="environment">Keys from the environment; in the product <see cref="ManifestSources.Environment"/>.</param>
    /// <param name="vocabulary">The names that a manifest may use.</param>
    /// <exception cref="UserErrorException">
    /// Everything that is wrong, one error a line, each with its key path and where it stands.
    /// </exception>
    public static ExperimentPlan Load(
        string path, IReadOnlyList<string> overrides, IConfiguration environment, ManifestVocabulary vocabulary)
    {
        var errors = new ManifestErrors();
        if (ManifestSources.Read(path, overrides, environment, errors) is not { } tree)
        {
            errors.ThrowIfAny();
            throw new InvalidOperationException("A manifest that cannot be read must leave an error.");
        }
        return Load(tree, Path.GetFileNameWithoutExtension(path), vocabulary, errors);
    }

    /// <summary>Loads a resolved manifest as a plan holds it: nothing from the environment or a command line changes it.</summary>
    /// <param name="resolved">The manifest.</param>
    /// <param name="path">Where it stands, for errors.</param>
    /// <param name="vocabulary">The names that a manifest may use.</param>
    /// <exception cref="UserErrorException">Everything that is wrong, one error a line.</exception>
    public static ExperimentPlan Load(JsonObject resolved, string path, ManifestVocabulary vocabulary)
    {
        var tree = new ManifestTree { Root = resolved.DeepClone().AsObject() };
        foreach ((string key, _) in resolved) tree.Note(key, new Origin(path));
        return Load(tree, Path.GetFileNameWithoutExtension(path), vocabulary, new ManifestErrors());
    }

    private static ExperimentPlan Load(ManifestTree tree, string defaultName, ManifestVocabulary vocabulary, ManifestErrors errors)
    {
        var binder = new ManifestBinder(vocabulary);
        ExperimentManifest manifest = binder.Bind(tree, errors);
        string name = manifest.Name ?? defaultName;
        CheckName(name, tree, errors);
        IReadOnlyList<Trial> trials = new SweepExpander(binder).Expand(tree, manifest.Sweep, errors);
        errors.ThrowIfAny();
        var writer = new ManifestWriter(binder.Contracts);
        JsonObject resolved = writer.Write(manifest, name);
        GradientsPlan gradients = binder.BindGradients(tree, manifest.Gradients ?? new GradientsSection());
        if (manifest.Gradients is not null)
            writer.AddOptions(resolved, gradients);
        return new ExperimentPlan(
            name,
            manifest.Description,
            manifest.Results.Folder ?? Path.Join(ResultsRoot, name),
            resolved,
            trials,
            new SweepSettings(manifest.Sweep).Keys)
        {
            Halving = manifest.Sweep.Options.Strategy == SweepStrategy.SuccessiveHalving ? manifest.Sweep.Options.Halving : null,
            Gradients = gradients,
            Pictures = manifest.Results.Pictures,
        };
    }

    private static void CheckName(string name, ManifestTree tree, ManifestErrors errors)
    {
        if (!SafeName().IsMatch(name) || DeviceName().IsMatch(name))
        {
            errors.Add(
                "name",
                $"'{ManifestErrors.Shown(name)}' cannot name a folder everywhere; use up to 100 letters a-z, digits, '-', '_' "
                    + "and '.', begin with a letter or digit and end without a dot",
                tree.OriginOf("name")?.Where);
        }
    }

    // '$' alone would let a line break follow.
    [GeneratedRegex(NamePattern + @"(?!\n)", RegexOptions.CultureInvariant)]
    private static partial Regex SafeName();

    // Windows opens a device under these names, with any extension.
    [GeneratedRegex(
        @"\A(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\..*)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DeviceName();
}
