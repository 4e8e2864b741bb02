using System.Text.Json.Nodes;
using CsCheck;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Manifests;

public sealed class ManifestExtensionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sections_merge_and_lists_and_values_replace()
    {
        Write("base.json", """
            { "model": { "latents": 2, "hidden": [32, 16, 8] }, "temperature": 0.5, "klWeight": { "schedule": "linear", "linear": { "length": 7 } } }
            """);
        TrialManifest trial = Assert.Single(Load("""
            { "extends": "base.json", "model": { "categories": 3, "hidden": [4] }, "temperature": { "schedule": "cosine", "cosine": { "final": 0.1 } }, "klWeight": 2 }
            """).Trials).Manifest;
        Assert.Equal((2, 3), (trial.Model.Latents, trial.Model.Categories));
        Assert.Equal([4], trial.Model.Hidden);
        Assert.Equal("cosine", trial.Temperature.Name);
        Assert.Equal(2, trial.KlWeight.Schedule.At(0));
    }

    [Fact]
    public void A_chain_is_read_from_each_files_own_folder()
    {
        Directory.CreateDirectory(_folder["deep"]);
        Write("deep/first.json", """{ "training": { "epochs": 3, "seed": 1 } }""");
        Write("deep/second.json", """{ "extends": "first.json", "training": { "seed": 2 } }""");
        TrialManifest trial = Assert.Single(Load("""{ "extends": "deep/second.json", "training": { "batchSize": 5 } }""").Trials).Manifest;
        Assert.Equal((3, 2, 5), (trial.Training.Epochs, (int)trial.Training.Seed, trial.Training.BatchSize));
    }

    [Fact]
    public void Name_description_and_results_are_not_inherited()
    {
        Write("base.json", """{ "name": "other", "description": "Other.", "results": { "folder": "elsewhere" }, "training": { "epochs": 3 } }""");
        ExperimentPlan plan = Load("""{ "extends": "base.json" }""");
        Assert.Equal(("m", null, Path.Join("results", "m")), (plan.Name, plan.Description, plan.Folder));
        Assert.Equal(3, plan.Trials[0].Manifest.Training.Epochs);
        Assert.False(plan.Resolved.ContainsKey("extends"));
    }

    [Fact]
    public void An_axis_replaces_one_of_its_key_and_others_stay()
    {
        Write("base.json", """
            { "sweep": { "strategy": "random", "random": { "budget": 4 }, "axes": { "temperature": { "uniform": [0.1, 1] }, "model:latents": [2, 3] } } }
            """);
        ExperimentPlan plan = Load("""
            { "extends": "base.json", "sweep": { "axes": { "temperature": { "log-uniform": [1, 2] } } } }
            """);
        Assert.Equal(["temperature", "model:latents"], plan.SweptKeys);
        Assert.All(plan.Trials, trial => Assert.InRange(trial.Manifest.Temperature.Schedule.At(0), 1, 2));
    }

    [Fact]
    public void What_without_names_does_not_hold()
    {
        Write("base.json", """
            { "klWeight": 2, "training": { "epochs": 3 }, "sweep": { "axes": { "training:seed": [0, 1], "model:latents": [2, 3] }, "exclude": [] } }
            """);
        ExperimentPlan plan = Load("""{ "extends": "base.json", "without": ["sweep:axes:training:seed", "klWeight", "training"] }""");
        Assert.Equal(["model:latents"], plan.SweptKeys);
        Assert.Equal((160, 1.0), (plan.Trials[0].Manifest.Training.Epochs, plan.Trials[0].Manifest.KlWeight.Schedule.At(0)));
        Assert.Equal(
            ["without:0: the manifest extended has no key 'training:epoch' (m.json:1:39)"],
            Errors("""{ "extends": "base.json", "without": ["training:epoch"] }"""));
    }

    [Fact]
    public void Errors_name_the_file_and_line_of_the_origin()
    {
        Write("base.json", "{\n  \"model\": { \"latens\": 3 },\n  \"training\": { \"epochs\": -1, \"batchSize\": -1 }\n}");
        Assert.Equal(
            [
                "model:latens: unknown key; did you mean 'latents'? (base.json:2:14)",
                "training:batchSize: must be at least 1 and at most 1000000, but is 0 (m.json:1:41)",
                "training:epochs: must be at least 0 and at most 10000000, but is -1 (base.json:3:17)",
            ],
            Errors("""{ "extends": "base.json", "training": { "batchSize": 0 } }"""));
    }

    [Fact]
    public void A_circle_is_shown()
    {
        Write("a.json", "{\n  \"extends\": \"b.json\" }");
        Write("b.json", """{ "extends": "m.json" }""");
        Assert.Equal(
            ["extends: the manifests extend each other in a circle: m.json -> a.json -> b.json -> m.json; leave one of these keys out (b.json:1:3)"],
            Errors("""{ "extends": "a.json" }"""));
    }

    [Theory]
    [InlineData("""{ "extends": "none.json" }""", "extends: there is no manifest '", "(m.json:1:3)")]
    [InlineData("""{ "extends": "." }""", "extends: '", "is a folder; name a manifest, a JSON file (m.json:1:3)")]
    [InlineData("""{ "extends": 3 }""", "extends: expected the path of another manifest such as \"base.json\", but got the number 3 (m.json:1:3)", "")]
    [InlineData("""{ "extends": "" }""", "extends: expected the path", "(m.json:1:3)")]
    [InlineData("""{ "extends": null }""", "extends: expected the path", "(m.json:1:3)")]
    [InlineData("""{ "without": ["klWeight"] }""", "without: drops keys of the manifest that 'extends' names", "(m.json:1:3)")]
    [InlineData("""{ "extends": "broken.json" }""", "not valid JSON:", "(broken.json:1:3)")]
    [InlineData("""{ "extends": "good.json", "without": {} }""", "without: expected a list of key paths", "(m.json:1:27)")]
    [InlineData("""{ "extends": "good.json", "without": [1] }""", "without:0: expected a key path, but got the number 1", "(m.json:1:39)")]
    public void What_cannot_be_extended_is_told_once(string manifest, string begin, string end)
    {
        Write("broken.json", "{ ]");
        Write("good.json", "{ }");
        string error = Assert.Single(Errors(manifest));
        Assert.StartsWith(begin, error, StringComparison.Ordinal);
        Assert.EndsWith(end, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_cannot_extend()
    {
        Write("base.json", "{}");
        Assert.Equal(
            ["extends: stands in files only; make a manifest that extends the other (command line)"],
            ManifestFile.Errors(() => ManifestFile.Load("{}", "extends=base.json")));
    }

    [Fact]
    public void A_manifest_split_in_two_is_the_same_manifest() =>
        Gen.Int[0, 2].Array[200].Sample(places =>
        {
            JsonObject whole = JsonNode.Parse(MutatedManifestTests.Whole)!.AsObject();
            // Of each value it is in the base, in the extension, or in both with another value in the base.
            JsonObject below = [], over = [];
            Split(whole, below, over, new Queue<int>(places), "");
            over["extends"] = "base.json";
            Write("base.json", below.ToJsonString());
            ExperimentPlan plan = Load(over.ToJsonString());
            ExperimentPlan expected = ManifestFile.Load(whole.ToJsonString());
            Assert.Equal(
                expected.Trials.Select(trial => trial.Id).Order(StringComparer.Ordinal),
                plan.Trials.Select(trial => trial.Id).Order(StringComparer.Ordinal));
        }, iter: 100, threads: 1);

    private static void Split(JsonObject whole, JsonObject below, JsonObject over, Queue<int> places, string path)
    {
        foreach ((string key, JsonNode? value) in whole)
        {
            if (value is JsonObject section && path != "sweep/axes/")
            {
                JsonObject sectionBelow = [], sectionOver = [];
                Split(section, sectionBelow, sectionOver, places, $"{path}{key}/");
                (below[key], over[key]) = (sectionBelow, sectionOver);
                continue;
            }
            // What is not inherited stands in the extension; results are a folder's name only.
            int place = path is "results/" || (path.Length == 0 && key is "name" or "description" or "$schema") ? 1 : places.Dequeue();
            if (place != 1)
                below[key] = place == 2 ? "something else" : value?.DeepClone();
            if (place != 0)
                over[key] = value?.DeepClone();
        }
    }

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    private ExperimentPlan Load(string manifest)
    {
        Write("m.json", manifest);
        return ManifestFile.LoadPath(_folder["m.json"]);
    }

    private string[] Errors(string manifest) =>
        [.. ManifestFile.Errors(() => Load(manifest)).Select(line => line.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];
}
