using System.Text.Json;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Tests.Support;
using Json.Schema;

namespace DiscreteVae.Tests.Manifests;

public sealed class ManifestSchemaTests
{
    private static readonly Lazy<JsonSchema> Committed =
        new(() => JsonSchema.FromText(File.ReadAllText(Path.Join(ExperimentsTests.Folder, "manifest.schema.json"))));

    public static TheoryData<string> Files => ExperimentsTests.Files;

    [Fact]
    public async Task The_committed_schema_is_what_dvae_schema_prints()
    {
        DvaeCommand command = await DvaeCommand.RunAsync("schema");
        Assert.Equal(0, command.ExitCode);
        Assert.True(
            command.Output == await File.ReadAllTextAsync(Path.Join(ExperimentsTests.Folder, "manifest.schema.json")),
            "The keys of manifests have changed: run 'dvae schema > experiments/manifest.schema.json'.");
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_experiment_names_the_schema_and_meets_it(string file)
    {
        string text = File.ReadAllText(Path.Join(ExperimentsTests.Folder, file));
        Assert.Equal("manifest.schema.json", Parse(text).GetProperty("$schema").GetString());
        Assert.True(Accepts(Committed.Value, text), file);
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_experiment_with_its_defaults_written_out_meets_it(string file)
    {
        ExperimentPlan plan = ExperimentsTests.Load(file);
        Assert.True(Accepts(Committed.Value, plan.Resolved.ToJsonString()), file);
        Assert.True(Accepts(Committed.Value, plan.Trials[^1].Resolved.ToJsonString()), file);
    }

    [Theory]
    [InlineData("""{ "trainng": {} }""")]
    [InlineData("""{ "training": { "batchsize": 100 } }""")]
    [InlineData("""{ "training": { "batchSize": 0 } }""")]
    [InlineData("""{ "training": { "batchSize": "100" } }""")]
    [InlineData("""{ "training": { "batchSize": null } }""")]
    [InlineData("""{ "training": { "optimizer": "adamm" } }""")]
    [InlineData("""{ "data": { "dataset": "mnits" } }""")]
    [InlineData("""{ "data": { "binarization": "Dynamic" } }""")]
    [InlineData("""{ "model": { "hidden": [512, 0] } }""")]
    [InlineData("""{ "estimator": { "reinforce": { "baselin": "none" } } }""")]
    [InlineData("""{ "estimator": { "reinforce": { "decay": 1 } } }""")]
    [InlineData("""{ "temperature": 0 }""")]
    [InlineData("""{ "temperature": { "exponential": { "rate": 1 } } }""")]
    [InlineData("""{ "temperature": { "schedule": "exponential", "exponential": { "rat": 1 } } }""")]
    [InlineData("""{ "temperature": { "schedule": "piecewise", "piecewise": { "segments": [{ "value": { "schedule": "lin" } }] } } }""")]
    [InlineData("""{ "sweep": { "axes": { "estimator:nam": ["reinforce"] } } }""")]
    [InlineData("""{ "sweep": { "axes": { "estimator:name": ["reinforc"] } } }""")]
    [InlineData("""{ "sweep": { "axes": { "training:seed": [0, 0] } } }""")]
    [InlineData("""{ "sweep": { "axes": { "temperature:exponential:rate": [-1] } } }""")]
    [InlineData("""{ "sweep": { "axes": { "compute:threads": [1, 2] } } }""")]
    [InlineData("""{ "sweep": { "cases": [{ "temperature:schedule": "linea" }] } }""")]
    [InlineData("""{ "sweep": { "seeds": 0 } }""")]
    [InlineData("""{ "sweep": { "strategy": "best" } }""")]
    [InlineData("""{ "name": "a/b" }""")]
    [InlineData("""{ "extends": 1 }""")]
    public void What_an_editor_should_underline_is_refused(string manifest) => Assert.False(Accepts(Committed.Value, manifest));

    [Fact]
    public void Each_key_of_a_trial_is_described()
    {
        JsonObject schema = ManifestSchema.Create(Research.Commands.ManifestArguments.Vocabulary);
        string[] silent = [.. Undescribed(schema["properties"]!.AsObject(), "")];
        Assert.Empty(silent);
    }

    /// <summary>Whether a manifest meets the schema of a vocabulary.</summary>
    internal static bool Accepts(JsonSchema schema, string manifest) => schema.Evaluate(Parse(manifest)).IsValid;

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(
            text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return document.RootElement.Clone();
    }

    // What a sweep's key paths are is said where the keys themselves are.
    private static IEnumerable<string> Undescribed(JsonObject properties, string path) => properties.SelectMany(pair =>
    {
        JsonObject key = pair.Value!.AsObject();
        string keyPath = $"{path}{pair.Key}";
        IEnumerable<string> own = key.ContainsKey("description") || key.ContainsKey("$ref") ? [] : [keyPath];
        return key["properties"] is JsonObject below && pair.Key != "axes" ? own.Concat(Undescribed(below, keyPath + "/")) : own;
    });
}
