using System.Text;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;
using Microsoft.Extensions.Configuration;

namespace DiscreteVae.Tests.Manifests;

public sealed class ManifestSourcesTests
{
    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed()
    {
        byte[] content = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("""
            { // how long
              "training": { "epochs": 3, },
              /* and how wide */ "model": { "hidden": [7, 5,] },
            }
            """)];
        TrialManifest trial = ManifestFile.Load(content, []).Trials[0].Manifest;
        Assert.Equal(3, trial.Training.Epochs);
        Assert.Equal([7, 5], trial.Model.Hidden);
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        var environment = new Dictionary<string, string?> { ["training:epochs"] = "2", ["training:seed"] = "2" };
        const string File = """{ "training": { "epochs": 1, "seed": 1, "batchSize": 1 } }""";
        TrainingSection training = ManifestFile.Load(File, environment, "training:seed=3").Trials[0].Manifest.Training;
        Assert.Equal((2, 3L, 1), (training.Epochs, training.Seed, training.BatchSize));
    }

    [Fact]
    public void Environment_variables_need_the_double_underscore()
    {
        const string Key = "DVAE__training__epochs", Folder = "DVAE_DATA_DIR";
        try
        {
            Environment.SetEnvironmentVariable(Key, "17");
            Environment.SetEnvironmentVariable(Folder, "/nowhere");
            KeyValuePair<string, string?>[] given =
                [.. ManifestSources.Environment().AsEnumerable().Where(pair => pair.Value is not null)];
            Assert.Contains(KeyValuePair.Create("training:epochs", (string?)"17"), given);
            Assert.DoesNotContain(given, pair => pair.Value == "/nowhere");
        }
        finally
        {
            Environment.SetEnvironmentVariable(Key, null);
            Environment.SetEnvironmentVariable(Folder, null);
        }
    }

    [Theory]
    [InlineData("model:hidden=[128]")]
    [InlineData("model:hidden:0=128")]
    [InlineData("model={\"hidden\":[128]}")]
    public void A_list_replaces_the_whole_list(string pair) =>
        Assert.Equal([128], ManifestFile.LoadTrial("""{ "model": { "hidden": [9, 8, 7] } }""", pair).Model.Hidden);

    [Fact]
    public void A_json_object_replaces_the_whole_section_and_a_key_within_merges()
    {
        const string File = """{ "model": { "latents": 3, "categories": 5 } }""";
        Assert.Equal(4, ManifestFile.LoadTrial(File, """model={"categories":6}""").Model.Latents);
        Assert.Equal(3, ManifestFile.LoadTrial(File, "model:categories=6").Model.Latents);
    }

    [Fact]
    public void Lists_of_more_than_ten_items_stay_in_order() =>
        Assert.Equal(
            Enumerable.Range(1, 12),
            ManifestFile.LoadTrial("{}", [.. Enumerable.Range(0, 12).Reverse().Select(i => $"model:hidden:{i}={i + 1}")])
                .Model.Hidden);

    [Fact]
    public void Axes_from_the_command_line_keep_their_order_and_replace_the_files()
    {
        ExperimentPlan plan = ManifestFile.Load(
            """{ "sweep": { "axes": { "training:seed": [7, 8, 9] } } }""",
            "sweep:axes:training:seed:0=1", "sweep:axes:training:seed:1=2",
            "sweep:axes:estimator:name=[\"reinforce\",\"straight-through\"]",
            "sweep:axes:data:binarization:0=static");
        Assert.Equal(["training:seed", "estimator:name", "data:binarization"], plan.SweptKeys);
        Assert.Equal([1, 1, 2, 2], plan.Trials.Select(trial => trial.Manifest.Training.Seed));
    }

    [Fact]
    public void Cases_can_be_given_on_the_command_line()
    {
        ExperimentPlan plan = ManifestFile.Load(
            "{}", "sweep:cases:0:training:seed=4", "sweep:cases:0:model:latents=2", "sweep:cases:1:training:seed=5");
        Assert.Equal(
            [(4L, 2), (5L, 4)], plan.Trials.Select(trial => (trial.Manifest.Training.Seed, trial.Manifest.Model.Latents)));
    }

    [Theory]
    [InlineData("data:folder=null", null)]
    [InlineData("data:folder=2024", "2024")]
    [InlineData("data:folder=true", "true")]
    [InlineData("data:folder=1.50", "1.50")]
    [InlineData("data:folder=a=b", "a=b")]
    [InlineData("data:folder=\"quoted\"", "quoted")]
    [InlineData("data:folder=[unclosed", "[unclosed")]
    public void A_text_needs_no_quotes(string pair, string? expected) =>
        Assert.Equal(expected, ManifestFile.LoadTrial("""{ "data": { "folder": "x" } }""", pair).Data.Folder);

    [Theory]
    [InlineData("sweep:axes:data:folder:0=1", "sweep:axes:data:folder:1=2.0")]
    [InlineData("sweep:cases:0:data:folder=1", "sweep:cases:1:data:folder=2.0")]
    public void A_text_of_a_sweep_needs_no_quotes_either(params string[] pairs) =>
        Assert.Equal(["1", "2.0"], ManifestFile.Load("{}", pairs).Trials.Select(trial => trial.Manifest.Data.Folder));

    [Fact]
    public void A_number_in_a_json_list_is_not_taken_for_a_text() =>
        Assert.StartsWith(
            "data:folder: expected a text, but got the number 1, in trial 0 with data:folder=1 (command line)",
            ManifestFile.Errors("{}", "sweep:axes:data:folder=[1,2]")[0], StringComparison.Ordinal);

    [Fact]
    public void A_scalar_makes_way_for_a_section_and_a_section_for_a_scalar()
    {
        const string Scalar = """{ "temperature": 2 }""", Section = """{ "temperature": { "schedule": "exponential" } }""";
        Assert.Equal("exponential", ManifestFile.LoadTrial(Scalar, "temperature:schedule=exponential").Temperature.Name);
        Assert.Equal(0.5, ManifestFile.LoadTrial(Section, "temperature=0.5").Temperature.Schedule.At(9));
    }

    [Theory]
    [InlineData("training:epochs", "'training:epochs' is not an override; write key:path=value")]
    [InlineData("=5", "'=5' is not an override")]
    [InlineData("--training:epochs=5", "without a leading dash or slash")]
    [InlineData("-x", "without a leading dash or slash")]
    [InlineData("/training:epochs=5", "without a leading dash or slash")]
    [InlineData("training::epochs=5", "training::epochs: the key path has an empty part")]
    [InlineData("model:hidden:1=5", "model:hidden:1: the list has no item 0")]
    [InlineData("model:hidden=[128", "model:hidden: expected a list such as [1, 2], but got the text \"[128\" (command line)")]
    [InlineData("training:epochs=ten", "training:epochs: expected a whole number, but got the text \"ten\" (command line)")]
    [InlineData("training:epoch=5", "training:epoch: unknown key; did you mean 'epochs'? (command line)")]
    [InlineData("Training:epochs=5", "Training: unknown key; did you mean 'training'?")]
    public void A_bad_override_is_named(string pair, string expected) =>
        Assert.Contains(expected, Assert.Single(ManifestFile.Errors("{}", pair)), StringComparison.Ordinal);

    [Fact]
    public void A_value_and_keys_below_it_contradict_each_other() =>
        Assert.Contains(
            "temperature: is given both a value and keys below it",
            Assert.Single(ManifestFile.Errors("{}", "temperature=1", "temperature:schedule=constant")), StringComparison.Ordinal);

    [Fact]
    public void An_error_from_the_environment_names_the_variable() =>
        Assert.Equal(
            "training:epochs: expected a whole number, but got the text \"x\" (environment variable DVAE__training__epochs)",
            Assert.Single(ManifestFile.Errors(() =>
                ManifestFile.Load("{}", new Dictionary<string, string?> { ["training:epochs"] = "x" }))));

    [Theory]
    [InlineData("", "not valid JSON", "(m.json:1:1)")]
    [InlineData("{\n  \"é\": 1,\n  \"é\" 2 }", "not valid JSON", "(m.json:3:7)")]
    [InlineData("{ \"model\": { }", "not valid JSON", "(m.json:1:15)")]
    [InlineData("{} {}", "not valid JSON", "(m.json:1:4)")]
    [InlineData("[1]", "a manifest is a JSON object", "(m.json:1:1)")]
    [InlineData("null", "a manifest is a JSON object", "(m.json:1:1)")]
    [InlineData("{ \"name\": \"\\ud800\" }", "not valid Unicode", "(m.json:1:11)")]
    [InlineData("{ \"training\": {\n \"epochs\": NaN } }", "not valid JSON", "(m.json:2:12)")]
    public void What_is_no_manifest_is_told_with_line_and_column(string json, string what, string where)
    {
        string error = Assert.Single(ManifestFile.Errors(json));
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.EndsWith(where, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error()
    {
        byte[] content = [.. "{ \"name\": \""u8, 0xff, .. "\" }"u8];
        string error = Assert.Single(ManifestFile.Errors(() => ManifestFile.Load(content, [])));
        Assert.Contains("not valid", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_duplicate_key_is_told_with_its_place() =>
        Assert.Equal(
            [
                "model:latents: the key is given twice; keep one (m.json:2:28)",
                "training: the key is given twice; keep one (m.json:3:1)",
            ],
            ManifestFile.Errors("{ \"training\": {},\n\"model\": { \"latents\": 1,   \"latents\": 2 },\n\"training\": {} }"));

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        string missing = Path.Join(Path.GetTempPath(), "dvae-there-is-no-such-manifest.json");
        string ErrorOf(string path) => Assert.Single(ManifestFile.Errors(() => ManifestFile.LoadPath(path)));
        Assert.Contains("there is no manifest", ErrorOf(missing), StringComparison.Ordinal);
        Assert.Contains("there is no manifest", ErrorOf(Path.Join(missing, "x.json")), StringComparison.Ordinal);
        Assert.Contains("is a folder", ErrorOf(Path.GetTempPath()), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_all_sources_are_told_together()
    {
        var environment = new Dictionary<string, string?> { ["training:seed"] = "-1" };
        string[] errors = ManifestFile.Errors(() => ManifestFile.Load(
            """{ "model": { "latents": 0 } }""", environment, "nonsense", "data:dataset=mnits"));
        string[] beginnings = ["'nonsense' ", "data:dataset: ", "model:latents: ", "training:seed: "];
        Assert.Equal(beginnings.Length, errors.Length);
        Assert.All(errors.Zip(beginnings), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public void Resolved_keeps_key_names_that_hold_colons()
    {
        JsonObject resolved = ManifestFile.Load(
            """{ "sweep": { "axes": { "estimator:name": ["reinforce", "straight-through"] } } }""").Resolved;
        Assert.True(resolved["sweep"]!["axes"]!.AsObject().ContainsKey("estimator:name"));
    }
}
