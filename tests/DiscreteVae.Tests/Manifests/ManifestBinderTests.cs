using System.Globalization;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Manifests;

public sealed class ManifestBinderTests
{
    public static TheoryData<string, string> BadManifests => new()
    {
        { """{ "modle": {} }""", "modle: unknown key; did you mean 'model'? (m.json:1:3)" },
        { """{ "training": { "bacthSize": 3 } }""", "training:bacthSize: unknown key; did you mean 'batchSize'? (m.json:1:17)" },
        { """{ "training": { "lr": 3 } }""", "training:lr: unknown key; did you mean 'learningRate'? (m.json:1:17)" },
        {
            """{ "lr": 3 }""",
            "lr: unknown key; did you mean 'training:learningRate', each part a section of its own? (m.json:1:3)"
        },
        { """{ "training": { "BatchSize": 3 } }""", "training:BatchSize: unknown key; did you mean 'batchSize'? (m.json:1:17)" },
        {
            """{ "epochs": 3 }""",
            "epochs: unknown key; did you mean 'training:epochs', each part a section of its own? (m.json:1:3)"
        },
        {
            """{ "training:epochs": 3 }""",
            "training:epochs: unknown key; did you mean 'training:epochs', each part a section of its own? (m.json:1:3)"
        },
        {
            """{ "evaluation": { "zzzzzzzzzzzzzzzzzzzzzzzz": 0 } }""",
            "evaluation:zzzzzzzzzzzzzzzzzzzzzzzz: unknown key; known here: every, metrics, importanceSamples, maximumCodes (m.json:1:19)"
        },
        {
            """{ "estimator": { "reinforse": {} } }""",
            "estimator:reinforse: unknown key; did you mean 'reinforce'? (m.json:1:18)"
        },
        {
            """{ "estimator": { "gumbel-softmax": { "harder": true } } }""",
            "estimator:gumbel-softmax:harder: unknown key; did you mean 'hard'? (m.json:1:38)"
        },
        {
            """{ "estimator": { "gumbel-softmax": { "noise": 11 } } }""",
            "estimator:gumbel-softmax:noise: must be at least 0 and at most 10, but is 11 (m.json:1:38)"
        },
        {
            """{ "estimator": { "gumbel-softmax": { "noise": 1e39 } } }""",
            "estimator:gumbel-softmax:noise: the number 1e39 is too large (m.json:1:38)"
        },
        {
            """{ "estimator": { "gumbel-softmax": { "hard": 1 } } }""",
            "estimator:gumbel-softmax:hard: expected true or false, but got the number 1 (m.json:1:38)"
        },
        {
            """{ "estimator": { "name": "reinforse" } }""",
            "estimator:name: there is no 'reinforse'; known are reinforce, straight-through, gumbel-softmax; the "
                + "nearest is 'reinforce' (m.json:1:18)"
        },
        {
            """{ "estimator": { "reinforce": 125 } }""",
            "estimator:reinforce: expected a section { ... }, but got the number 125 (m.json:1:18)"
        },
        {
            """{ "estimator": { "reinforce": { "baseline": "running mean" } } }""",
            "estimator:reinforce:baseline: there is no 'running mean'; known are none, constant, running-mean; the "
                + "nearest is 'running-mean' (m.json:1:33)"
        },
        {
            """{ "estimator": { "reinforce": { "baseline": 1 } } }""",
            "estimator:reinforce:baseline: expected one of none, constant, running-mean, but got the number 1 (m.json:1:33)"
        },
        {
            """{ "training": { "optimizer": "Adam" } }""",
            "training:optimizer: there is no 'Adam'; known are adam, sgd; the nearest is 'adam' (m.json:1:17)"
        },
        { """{ "training": { "adam": { "beta1": 0.9995 } } }""", "training:adam:beta1: must not be above beta2 (m.json:1:27)" },
        {
            """{ "training": { "adam": { "beta2": 1 } } }""",
            "training:adam:beta2: must be at least 0 and below 1, but is 1 (m.json:1:27)"
        },
        {
            """{ "training": { "epochs": "3" } }""",
            "training:epochs: expected a whole number, but got the text \"3\" (m.json:1:17)"
        },
        {
            """{ "training": { "epochs": 3.5 } }""",
            "training:epochs: expected a whole number written in digits, but got the number 3.5 (m.json:1:17)"
        },
        { """{ "training": { "epochs": 99999999999 } }""", "training:epochs: the number 99999999999 is too large (m.json:1:17)" },
        {
            """{ "training": { "epochs": null } }""",
            "training:epochs: null is not allowed; leave the key out for its default (m.json:1:17)"
        },
        { """{ "training": null }""", "training: null is not allowed; leave the key out for its default (m.json:1:3)" },
        { """{ "training": [] }""", "training: expected a section { ... }, but got a list (m.json:1:3)" },
        { """{ "training": { "seed": -1 } }""", "training:seed: must be at least 0, but is -1 (m.json:1:17)" },
        {
            """{ "training": { "seed": 9223372036854775808 } }""",
            "training:seed: the number 9223372036854775808 is too large (m.json:1:17)"
        },
        {
            """{ "training": { "learningRate": "NaN" } }""",
            "training:learningRate: expected a number or a schedule such as { \"schedule\": \"exponential\" }, but got "
                + "the text \"NaN\" (m.json:1:17)"
        },
        { """{ "training": { "learningRate": 1e400 } }""", "training:learningRate: the number 1e400 is too large (m.json:1:17)" },
        {
            """{ "training": { "learningRate": -0.5 } }""",
            "training:learningRate: must be at least 0 and at most 1000000, but is -0.5 (m.json:1:17)"
        },
        { """{ "klWeight": null }""", "klWeight: null is not allowed; leave the key out for its default (m.json:1:3)" },
        { """{ "temperature": 0 }""", "temperature: must be above 0 and at most 1000000, but is 0 (m.json:1:3)" },
        { """{ "temperature": 1e-60 }""", "temperature: must be above 0 and at most 1000000, but is 1E-60 (m.json:1:3)" },
        {
            """{ "temperature": { "schedule": "constant", "constant": { "value": 0 } } }""",
            "temperature: must be above 0 and at most 1000000, but is 0 (m.json:1:3)"
        },
        {
            """{ "temperature": { "schedule": "exponential", "exponential": { "floor": 0, "rate": 1000 } } }""",
            "temperature: must be above 0 and at most 1000000, but falls to 0 (m.json:1:3)"
        },
        {
            """{ "temperature": { "schedule": "exponential", "exponential": { "floor": 2 } } }""",
            "temperature:exponential:floor: must not be above the initial value 1, but is 2 (m.json:1:64)"
        },
        {
            """{ "temperature": { "exponential": { "rate": 1e-5 } } }""",
            "temperature:schedule: is missing; name one of constant, linear, exponential, cosine, step, cyclical, piecewise (m.json:1:3)"
        },
        {
            """{ "temperature": { "schedule": "exponental" } }""",
            "temperature:schedule: there is no 'exponental'; known are constant, linear, exponential, cosine, step, "
                + "cyclical, piecewise; the nearest is "
                + "'exponential' (m.json:1:20)"
        },
        {
            """{ "temperature": { "schedule": 1 } }""",
            "temperature:schedule: expected a text, but got the number 1 (m.json:1:20)"
        },
        {
            """{ "temperature": { "schedule": "constant", "exponential": { "every": -1 } } }""",
            "temperature:exponential:every: must be at least 0, but is -1 (m.json:1:61)"
        },
        {
            """{ "model": { "hidden": [128, 0] } }""",
            "model:hidden:1: must be at least 1 and at most 65536, but is 0 (m.json:1:30)"
        },
        { """{ "model": { "hidden": [128, null] } }""", "model:hidden:1: null is not allowed in a list (m.json:1:30)" },
        {
            """{ "model": { "hidden": ["128"] } }""",
            "model:hidden:0: expected a whole number, but got the text \"128\" (m.json:1:25)"
        },
        {
            """{ "model": { "hidden": 128 } }""",
            "model:hidden: expected a list such as [1, 2], but got the number 128 (m.json:1:14)"
        },
        {
            """{ "model": { "activation": "LeakyRelu" } }""",
            "model:activation: there is no 'LeakyRelu'; known are relu, leaky-relu; the nearest is 'leaky-relu' "
                + "(m.json:1:14)"
        },
        {
            """{ "model": { "activation": "relu, leaky-relu" } }""",
            "model:activation: there is no 'relu, leaky-relu'; known are relu, leaky-relu (m.json:1:14)"
        },
        { """{ "model": { "latents": 0 } }""", "model:latents: must be at least 1 and at most 65536, but is 0 (m.json:1:14)" },
        {
            """{ "model": { "latents": 65536, "categories": 65536 } }""",
            "model: latents x categories must be at most 1048576, but is 4294967296 (m.json:1:3)"
        },
        {
            """{ "data": { "dataset": "idx:" } }""",
            "data:dataset: there is no 'idx:'; known are fashion-mnist-small, mnist, fashion-mnist (m.json:1:13)"
        },
        { """{ "data": { "folder": "" } }""", "data:folder: must not be empty (m.json:1:13)" },
        {
            """{ "data": { "augmentation": { "flip": 1.5 } } }""",
            "data:augmentation:flip: must be at least 0 and at most 1, but is 1.5 (m.json:1:31)"
        },
        {
            """{ "compute": { "backend": "cuda" } }""",
            "compute:backend: there is no 'cuda'; known are auto, simd, mkl (m.json:1:16)"
        },
        { """{ "description": 5 }""", "description: expected a text, but got the number 5 (m.json:1:3)" },
        { """{ "results": { "foldr": "x" } }""", "results:foldr: unknown key; did you mean 'folder'? (m.json:1:16)" },
    };

    [Theory, MemberData(nameof(BadManifests))]
    public void Each_error_names_key_path_place_and_cure(string json, string expected) =>
        Assert.Equal(expected, Assert.Single(ManifestFile.Errors(json)));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Errors_and_values_are_the_same_in_every_culture(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            foreach (object[] row in BadManifests)
                Assert.Equal((string)row[1], Assert.Single(ManifestFile.Errors((string)row[0])));
            Assert.Equal(0.25, ManifestFile.LoadTrial("""{ "temperature": 0.25 }""").Temperature.Schedule.At(0));
            Assert.Equal(0.25, ManifestFile.LoadTrial("{}", "temperature=0.25").Temperature.Schedule.At(0));
            Assert.Contains(
                "\"temperature\":0.25", ManifestFile.Resolved("{}", "temperature=0.25").ToJsonString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void All_errors_are_told_at_once_and_sorted()
    {
        string[] errors = ManifestFile.Errors("""
            {
              "zzz": 1,
              "training": { "epochs": -1, "batchSize": "x", "adam": { "beta": 0.9 } },
              "model": { "latents": 0, "hidden": [0, 1.5, 3] },
              "temperature": { "schedule": "constant", "constant": { "value": -1 }, "exponential": { "rte": 0.1 } }
            }
            """);
        Assert.Equal(
            [
                "model:hidden:0", "model:hidden:1", "model:latents", "temperature:constant:value", "temperature:exponential:rte",
                "training:adam:beta", "training:batchSize", "training:epochs", "zzz",
            ],
            errors.Select(error => error[..error.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.EndsWith("(m.json:3:31)", errors[6], StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_has_a_default()
    {
        TrialManifest trial = ManifestFile.LoadTrial("{}");
        Assert.Equal(4, trial.Model.Latents);
        Assert.Equal(new ReinforceOptions(), trial.Estimator.Options);
        Assert.Equal(new AdamOptions(), trial.Training.OptimizerOptions);
        Assert.Equal(1, trial.Temperature.Schedule.At(0));
    }

    [Fact]
    public void Options_are_those_under_the_name_chosen()
    {
        EstimatorSection estimator = ManifestFile.LoadTrial("""
            { "$schema": "manifest.schema.json",
              "estimator": { "name": "reinforce", "reinforce": { "baseline": "constant", "baselineValue": 125 },
                "gumbel-softmax": { "hard": true } } }
            """).Estimator;
        Assert.Equal(new ReinforceOptions { Baseline = BaselineName.Constant, BaselineValue = 125 }, estimator.Options);
        Assert.Equal(
            new GumbelSoftmaxOptions { Hard = true },
            ManifestFile.LoadTrial("""{ "estimator": { "gumbel-softmax": { "hard": true } } }""", "estimator:name=gumbel-softmax")
                .Estimator.Options);
    }

    [Theory]
    [InlineData("temperature")]
    [InlineData("klWeight")]
    [InlineData("training:learningRate")]
    public void A_schedule_is_a_number_or_a_section(string key)
    {
        ScheduleSection Bind(string value)
        {
            TrialManifest trial = ManifestFile.LoadTrial("{}", $"{key}={value}");
            return key == "temperature" ? trial.Temperature : key == "klWeight" ? trial.KlWeight : trial.Training.LearningRate;
        }
        Assert.Equal(0.3, Bind("0.3").Schedule.At(77));
        Assert.Equal(0.3, Bind("""{"schedule":"constant","constant":{"value":0.3}}""").Schedule.At(77));
        ScheduleSection annealed = Bind("""{"schedule":"exponential","exponential":{"rate":0.001,"every":1,"floor":0.1}}""");
        Assert.Equal(Math.Exp(-1), annealed.Schedule.At(1000), 1e-15);
    }

    [Fact]
    public void Ones_own_idx_folder_is_a_data_set() =>
        Assert.Equal("idx:/data/mine", ManifestFile.LoadTrial("{}", "data:dataset=idx:/data/mine").Data.Dataset);
}
