using System.Text.Json.Nodes;
using CsCheck;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Manifests;

public sealed class SweepExpanderTests
{
    [Fact]
    public void Without_a_sweep_there_is_one_trial()
    {
        Trial trial = Assert.Single(ManifestFile.Load("""{ "training": { "seed": 5 } }""").Trials);
        Assert.Equal((0, 5L, 0), (trial.Index, trial.Manifest.Training.Seed, trial.Swept.Count));
        Assert.Matches("^[0-9a-f]{10}$", trial.Id);
    }

    [Fact]
    public void Axes_are_a_product_in_the_order_written_with_the_last_fastest()
    {
        ExperimentPlan plan = ManifestFile.Load(
            """{ "sweep": { "axes": { "training:seed": [2, 0, 1], "estimator:name": ["straight-through", "reinforce"] } } }""");
        Assert.Equal(
            ["2 straight-through", "2 reinforce", "0 straight-through", "0 reinforce", "1 straight-through", "1 reinforce"],
            plan.Trials.Select(trial => $"{trial.Manifest.Training.Seed} {trial.Manifest.Estimator.Name}"));
        Assert.Equal(Enumerable.Range(0, 6), plan.Trials.Select(trial => trial.Index));
        Assert.Equal([("training:seed", "0"), ("estimator:name", "reinforce")], plan.Trials[3].Swept);
    }

    [Fact]
    public void Every_case_is_combined_with_every_point_of_the_product()
    {
        ExperimentPlan plan = ManifestFile.Load("""
            { "training": { "learningRate": 1e-3 },
              "sweep": {
                "cases": [ { "model:latents": 4, "model:categories": 8 }, { "model:latents": 8, "training:learningRate": 5e-4 } ],
                "axes": { "training:seed": [0, 1] } } }
            """);
        Assert.Equal(["model:latents", "model:categories", "training:learningRate", "training:seed"], plan.SweptKeys);
        Assert.Equal(
            ["4 8 0.001 0", "4 8 0.001 1", "8 8 0.0005 0", "8 8 0.0005 1"],
            plan.Trials.Select(trial => string.Join(' ', trial.Swept.Select(pair => pair.Value))));
    }

    [Fact]
    public void An_axis_takes_whole_sections_and_lists()
    {
        ExperimentPlan plan = ManifestFile.Load("""
            { "sweep": { "axes": {
                "temperature": [1.0, { "schedule": "exponential", "exponential": { "rate": 1e-5, "floor": 0.10 } }],
                "model:hidden": [[64], [128, 64]] } } }
            """);
        const string Annealed = """{"exponential":{"floor":0.1,"rate":1E-05},"schedule":"exponential"}""";
        Assert.Equal(
            ["1", "1", Annealed, Annealed],
            plan.Trials.Select(trial => trial.Swept[0].Value));
        Assert.Equal(["[64]", "[128,64]", "[64]", "[128,64]"], plan.Trials.Select(trial => trial.Swept[1].Value));
        Assert.Equal(
            ["constant", "constant", "exponential", "exponential"],
            plan.Trials.Select(trial => trial.Manifest.Temperature.Name));
    }

    [Fact]
    public void The_options_of_each_estimator_follow_its_name()
    {
        ExperimentPlan plan = ManifestFile.Load("""
            { "estimator": { "reinforce": { "baselineValue": 125 }, "gumbel-softmax": { "hard": true } },
              "sweep": { "axes": { "estimator:name": ["reinforce", "gumbel-softmax"] } } }
            """);
        Assert.Equal(
            [new ReinforceOptions { BaselineValue = 125 }, new GumbelSoftmaxOptions { Hard = true }],
            plan.Trials.Select(trial => trial.Manifest.Estimator.Options));
        Assert.Equal(
            """{"name":"gumbel-softmax","samples":1,"gumbel-softmax":{"hard":true,"noise":1}}""",
            plan.Trials[1].Resolved["estimator"]!.ToJsonString());
    }

    [Fact]
    public void Resolved_trials_are_complete_and_in_the_order_of_the_contract() =>
        Assert.Equal(
            """
            {"data":{"dataset":"mnist","folder":null,"binarization":"dynamic","validation":0,
            "augmentation":{"shift":0,"flip":0,"rotation":0,"scale":0,"shear":0}},
            "model":{"latents":4,"categories":8,"hidden":[512,256],"activation":"leaky-relu",
            "negativeSlope":0.01,"prior":"uniform"},
            "estimator":{"name":"reinforce","samples":1,"reinforce":{"baseline":"running-mean","baselineValue":0}},
            "temperature":{"schedule":"exponential","per":"step","exponential":{"initial":1,"rate":0.0001,"floor":0.5,"every":500}},
            "klWeight":1,
            "training":{"epochs":160,"batchSize":100,"optimizer":"adam","learningRate":0.0005,"freeBits":{"nats":0,"per":"latent"},"seed":0,
            "adam":{"beta1":0.9,"beta2":0.999}},
            "evaluation":{"every":1},"checkpoint":{"everyEpochs":0,"everyMinutes":1,"keep":2},"compute":{"backend":"auto","threads":0,"loaders":0}}
            """.ReplaceLineEndings(""),
            ManifestFile.Resolved(
                "{}", "data:dataset=mnist", "temperature:schedule=exponential", "model:activation=leaky-relu").ToJsonString());

    [Theory]
    [InlineData("""{ "axis": {} }""", "sweep:axis: unknown key; did you mean 'axes'?")]
    [InlineData("""{ "axes": { "training:sede": [0, 1] } }""",
        "sweep:axes:training:sede: there is no key path 'training:sede' in a trial; the nearest is "
        + "'training:seed' (m.json:1:24)")]
    [InlineData("""{ "axes": { "name": ["a", "b"] } }""", "sweep:axes:name: there is no key path 'name' in a trial")]
    [InlineData("""{ "axes": { "model:hidden:0": [1] } }""", "sweep:axes:model:hidden:0: there is no key path")]
    [InlineData("""{ "axes": { "compute:backend": ["simd", "mkl"] } }""",
        "sweep:axes:compute:backend: 'compute' decides no number")]
    [InlineData("""{ "axes": { "checkpoint:keep": [1, 2] } }""", "sweep:axes:checkpoint:keep: 'checkpoint' decides no number")]
    [InlineData("""{ "axes": { "training:seed": [] } }""", "sweep:axes:training:seed: the axis has no values")]
    [InlineData("""{ "axes": { "training:seed": 3 } }""",
        "sweep:axes:training:seed: expected a list of values, but got the number 3")]
    [InlineData("""{ "axes": { "temperature": [1, 0.5, 1.0] } }""",
        "sweep:axes:temperature:2: the axis has this value already; keep one (m.json:1:48)")]
    [InlineData("""{ "axes": { "temperature": [2, 3], "temperature:schedule": ["constant"] } }""",
        "sweep:axes:temperature:schedule: sets what 'temperature' sets too")]
    [InlineData("""{ "axes": { "training:seed": [1, 2] }, "cases": [{ "training:seed": 3 }] }""",
        "sweep:cases:0:training:seed: sets what 'training:seed' sets too")]
    [InlineData("""{ "axes": [] }""", "sweep:axes: expected an object of key paths and lists, but got a list")]
    [InlineData("""{ "cases": {} }""", "sweep:cases: expected a list of objects, but got an object")]
    [InlineData("""{ "cases": [1] }""", "sweep:cases:0: expected an object of key paths and values, but got the number 1")]
    [InlineData("""{ "cases": [{ "training:sede": 1 }] }""", "sweep:cases:0:training:sede: there is no key path 'training:sede'")]
    [InlineData("null", "sweep: expected a section { ... }, but got null")]
    [InlineData("""{ "cases": [{ "training:seed": 0 }, {}] }""",
        "sweep: trials 0 and 1 are the same (no swept keys changes nothing that counts)")]
    [InlineData("""{ "axes": { "estimator:gumbel-softmax:hard": [true, false] } }""",
        "sweep: trials 0 and 1 are the same (estimator:gumbel-softmax:hard=false changes nothing that counts); use sweep:exclude")]
    public void A_bad_sweep_is_an_error(string sweep, string expected) =>
        Assert.StartsWith(expected, Assert.Single(ManifestFile.Errors($$"""{ "sweep": {{sweep}} }""")), StringComparison.Ordinal);

    [Fact]
    public void A_bad_value_of_an_axis_is_told_once_with_its_place_and_first_trial() =>
        Assert.Equal(
            "training:batchSize: must be at least 1 and at most 1000000, but is 0, "
                + "in trial 1 and 2 more with training:seed=0, training:batchSize=0 (m.json:2:30)",
            Assert.Single(ManifestFile.Errors("{ \"sweep\": { \"axes\": { \"training:seed\": [0, 1, 2],"
                + "\n \"training:batchSize\": [100, 0] } } }")));

    [Fact]
    public void An_error_that_every_trial_shares_is_told_once() =>
        Assert.Single(ManifestFile.Errors("""
            { "model": { "latents": 0 },
              "sweep": { "axes": { "training:seed": [0, 1, 2] } } }
            """));

    [Fact]
    public void A_sweep_that_is_too_large_is_refused_before_it_fills_the_memory()
    {
        string values = string.Join(',', Enumerable.Range(1, 100));
        Assert.StartsWith(
            "sweep: makes 100000000 trials; at most 100000 are allowed",
            Assert.Single(ManifestFile.Errors(
                $$"""
                { "sweep": { "axes": { "training:seed": [{{values}}], "training:epochs": [{{values}}],
                                       "model:latents": [{{values}}], "model:categories": [{{values}}] } } }
                """)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_and_results_do_not_change_the_id()
    {
        string id = Id("{}");
        Assert.Equal(id, Id("{}", "compute:backend=simd", "compute:threads=2"));
        Assert.Equal(id, Id("{}", "checkpoint:everyEpochs=5", "checkpoint:everyMinutes=0", "checkpoint:keep=3"));
        Assert.Equal(id, Id("{}", "results:folder=elsewhere", "name=other", "description=words"));
        Assert.NotEqual(id, Id("{}", "training:seed=1"));
    }

    [Fact]
    public void The_id_is_that_of_earlier_versions() => Assert.Equal("ceb2bd9e54", Id("{}"));

    [Fact]
    public void A_number_and_the_constant_schedule_have_the_same_id() =>
        Assert.Equal(
            Id("{}", "temperature=0.5"),
            Id("""{ "temperature": { "constant": { "value": 5e-1 }, "schedule": "constant" } }"""));

    [Fact]
    public void A_trial_has_the_same_id_in_any_order_and_with_defaults_written_out() =>
        Gen.Select(Settings, Gen.Int[0, int.MaxValue]).Sample((settings, order) =>
        {
            string id = Id(Manifest(settings).ToJsonString());
            JsonObject resolved = ManifestFile.Resolved(Manifest(settings).ToJsonString());
            Assert.Equal(id, Id(resolved.ToJsonString()));
            string shuffled = Shuffled(resolved, order)!.ToJsonString();
            Assert.Equal(id, Id(shuffled));
            Assert.Equal(resolved.ToJsonString(), ManifestFile.Resolved(shuffled).ToJsonString());
        }, iter: 100);

    [Fact]
    public void The_resolved_manifest_makes_the_same_trials_again()
    {
        ExperimentPlan plan = ManifestFile.Load("""
            { "name": "twice", "temperature": { "schedule": "exponential" },
              "sweep": { "axes": { "estimator:name": ["reinforce", "gumbel-softmax"] },
                         "cases": [{ "training:seed": 1 }, { "training:seed": 2 }] } }
            """);
        ExperimentPlan again = ManifestFile.Load(plan.Resolved.ToJsonString());
        Assert.Equal(plan.Trials.Select(trial => trial.Id), again.Trials.Select(trial => trial.Id));
        Assert.Equal(plan.Resolved.ToJsonString(), again.Resolved.ToJsonString());
    }

    // Few settings of each kind: (key path, value) pairs that are valid in any combination.
    private static Gen<(string Key, string Value)[]> Settings { get; } = Gen.Shuffle(new (string, string)[]
    {
        ("data:dataset", "\"mnist\""), ("data:folder", "\"data\""), ("data:augmentation:shift", "2"), ("model:hidden", "[32]"),
        ("model:latents", "7"), ("model:negativeSlope", "0.10"), ("estimator:name", "\"gumbel-softmax\""),
        ("estimator:gumbel-softmax:hard", "true"), ("estimator:gumbel-softmax:noise", "0.1"),
        ("estimator:reinforce:baseline", "\"none\""),
        ("klWeight", "1.50e-1"), ("temperature:schedule", "\"exponential\""), ("training:adam:beta1", "0.5"),
        ("training:seed", "9007199254740993"),
        ("training:learningRate", "{\"schedule\":\"exponential\",\"exponential\":{\"floor\":0.0}}"), ("compute:threads", "2"),
    }, 0, 16);

    private static string Id(string json, params string[] overrides) =>
        Assert.Single(ManifestFile.Load(json, overrides).Trials).Id;

    private static JsonObject Manifest((string Key, string Value)[] settings)
    {
        var root = new JsonObject();
        foreach ((string key, string value) in settings)
            KeyPath.Set(root, key, JsonNode.Parse(value));
        return root;
    }

    private static JsonNode? Shuffled(JsonNode? node, int order) => node is not JsonObject section
        ? node?.DeepClone()
        : new JsonObject(section.OrderBy(pair => HashCode.Combine(pair.Key.Length, pair.Key[0], order))
            .Select(pair => KeyValuePair.Create(pair.Key, Shuffled(pair.Value, order))));

    [Fact]
    public void An_estimator_that_cannot_serve_a_trial_is_an_error_of_that_trial()
    {
        ManifestVocabulary vocabulary = StandIns.Vocabulary with
        {
            EstimatorProblem = manifest => manifest.Estimator.Samples < 2 ? "'rloo' needs two samples" : null,
        };
        string error = Assert.Single(ManifestFile.Errors(() =>
            ManifestFile.Load("""{ "sweep": { "axes": { "estimator:samples": [2, 1] } } }""", vocabulary)));
        Assert.StartsWith("estimator: 'rloo' needs two samples, in trial 1 with estimator:samples=1", error, StringComparison.Ordinal);
    }
}
