using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DiscreteVae.Research;
using DiscreteVae.Research.Manifests;
using Microsoft.Extensions.Configuration;

namespace DiscreteVae.Tests.Manifests;

/// <summary>A manifest in a temporary file, loaded with the stand-in vocabulary.</summary>
internal sealed class ManifestFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dvae-manifest-").FullName;

    private ManifestFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path => System.IO.Path.Join(_folder, "m.json");

    public static ExperimentPlan Load(string json, params string[] overrides) => Load(json, [], overrides);

    public static ExperimentPlan Load(string json, Dictionary<string, string?> environment, params string[] overrides) =>
        Load(Encoding.UTF8.GetBytes(json), environment, overrides);

    public static ExperimentPlan Load(byte[] content, Dictionary<string, string?> environment, params string[] overrides)
    {
        using var file = new ManifestFile(content);
        return LoadPath(file.Path, environment, overrides);
    }

    public static ExperimentPlan Load(string json, ManifestVocabulary vocabulary)
    {
        using var file = new ManifestFile(Encoding.UTF8.GetBytes(json));
        return ManifestLoader.Load(file.Path, [], new ConfigurationBuilder().Build(), vocabulary);
    }

    public static ExperimentPlan LoadPath(
        string path, Dictionary<string, string?>? environment = null, params string[] overrides) =>
        ManifestLoader.Load(
            path, overrides, new ConfigurationBuilder().AddInMemoryCollection(environment).Build(), StandIns.Vocabulary);

    public static TrialManifest LoadTrial(string json, params string[] overrides) =>
        Assert.Single(Load(json, overrides).Trials).Manifest;

    public static JsonObject Resolved(string json, params string[] overrides) =>
        Assert.Single(Load(json, overrides).Trials).Resolved;

    /// <summary>The lines of the error, without the temporary folder.</summary>
    public static string[] Errors(string json, params string[] overrides) => Errors(() => Load(json, overrides));

    public static string[] Errors(Func<object> load)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(load);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        return [.. error.Message.Split('\n').Select(line => Regex.Replace(line, @"\([^()]*[\\/]m\.json", "(m.json"))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
