using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Manifests;

public sealed class SweepStrategyTests
{
    private const string Drawn = """
        { "sweep": { "strategy": "random", "random": { "budget": 40, "seed": 7 }, "axes": {
            "training:learningRate": { "log-uniform": [1e-4, 1e-2] }, "temperature": { "uniform": [0.25, 2] },
            "model:latents": { "integer": [2, 20] }, "estimator:name": ["reinforce", "straight-through"] } } }
        """;

    [Fact]
    public void Excluded_settings_are_left_out()
    {
        ExperimentPlan plan = ManifestFile.Load("""
            { "sweep": { "axes": { "temperature": [0.5, 1, 2], "estimator:name": ["reinforce", "straight-through"] },
                "exclude": [{ "temperature": 0.50, "estimator:name": "reinforce" }, { "temperature": 2 }] } }
            """);
        Assert.Equal(
            ["0.5 straight-through", "1 reinforce", "1 straight-through"],
            plan.Trials.Select(trial => string.Join(' ', trial.Swept.Select(pair => pair.Value))));
        Assert.Equal([0, 1, 2], plan.Trials.Select(trial => trial.Index));
    }

    [Fact]
    public void An_excluded_setting_need_not_be_valid() =>
        Assert.Equal(3, ManifestFile.Load("""
            { "sweep": { "cases": [{ "training:adam:beta1": 0.9995 }, { "training:adam:beta1": 0.5 }],
                "axes": { "training:adam:beta2": [0.999, 0.9999] },
                "exclude": [{ "training:adam:beta1": 0.9995, "training:adam:beta2": 0.999 }] } }
            """).Trials.Count);

    [Theory]
    [InlineData("3", new long[] { 4, 5, 6 })]
    [InlineData("[8, 0, 9007199254740993]", new[] { 8, 0, 9007199254740993 })]
    public void Seeds_are_a_count_from_the_manifests_own_or_a_list_and_the_fastest(string seeds, long[] expected)
    {
        ExperimentPlan plan = ManifestFile.Load(
            $$"""{ "training": { "seed": 4 }, "sweep": { "seeds": {{seeds}}, "axes": { "model:latents": [2, 3] } } }""");
        Assert.Equal([.. expected, .. expected], plan.Trials.Select(trial => trial.Manifest.Training.Seed));
        Assert.Equal([2, 2, 2, 3, 3, 3], plan.Trials.Select(trial => trial.Manifest.Model.Latents));
        Assert.Equal(["model:latents", "training:seed"], plan.SweptKeys);
        Assert.Equal(
            new JsonArray([.. expected.Select(seed => (JsonNode)seed)]).ToJsonString(), plan.Resolved["sweep"]!["seeds"]!.ToJsonString());
    }

    [Fact]
    public void A_random_search_draws_from_lists_and_ranges_within_their_bounds()
    {
        ExperimentPlan plan = ManifestFile.Load(Drawn);
        Assert.Equal(40, plan.Trials.Count);
        TrialManifest[] trials = [.. plan.Trials.Select(trial => trial.Manifest)];
        double[] rates = [.. trials.Select(trial => trial.Training.LearningRate.Schedule.At(0))];
        Assert.All(rates, rate => Assert.InRange(rate, 1e-4, 1e-2));
        Assert.InRange(rates.Count(rate => rate < 1e-3), 10, 30); // half of a log-uniform range, not 9 %
        Assert.All(trials, trial => Assert.InRange(trial.Temperature.Schedule.At(0), 0.25, 2));
        Assert.All(trials, trial => Assert.InRange(trial.Model.Latents, 2, 20));
        Assert.InRange(trials.Count(trial => trial.Estimator.Name == "reinforce"), 10, 30);
        Assert.All(rates, rate => Assert.Equal(
            rate.ToString("G6", CultureInfo.InvariantCulture), rate.ToString("G9", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_random_search_draws_the_same_again_and_begins_the_same_with_a_larger_budget_or_another_axis()
    {
        ExperimentPlan plan = ManifestFile.Load(Drawn);
        Assert.Equal(plan.Trials.Select(trial => trial.Id), ManifestFile.Load(plan.Resolved.ToJsonString()).Trials.Select(trial => trial.Id));
        Assert.Equal(
            plan.Trials.Select(trial => trial.Id),
            ManifestFile.Load(Drawn, "sweep:random:budget=50").Trials.Take(40).Select(trial => trial.Id));
        Assert.NotEqual(
            plan.Trials.Select(trial => trial.Id), ManifestFile.Load(Drawn, "sweep:random:seed=8").Trials.Select(trial => trial.Id));
        ExperimentPlan wider = ManifestFile.Load(Drawn, "sweep:axes:model:categories:integer=[2,30]");
        Assert.Equal(
            plan.Trials.Select(trial => trial.Swept[0].Value), wider.Trials.Select(trial => trial.Swept[0].Value));
    }

    [Fact]
    public void The_first_draw_is_that_of_earlier_versions() =>
        Assert.Equal(
            [("training:learningRate", "0.00274107"), ("temperature", "0.969555"), ("model:latents", "2"), ("estimator:name", "reinforce")],
            ManifestFile.Load(Drawn).Trials[0].Swept);

    [Fact]
    public void Each_setting_drawn_has_every_seed_and_is_drawn_once()
    {
        ExperimentPlan plan = ManifestFile.Load("""
            { "sweep": { "strategy": "random", "random": { "budget": 6 }, "seeds": 2, "cases": [{ "data:binarization": "static" }, {}],
                "axes": { "temperature": [1, 2], "model:latents": [2, 3] },
                "exclude": [{ "temperature": 2, "model:latents": 3 }] } }
            """);
        Assert.Equal(12, plan.Trials.Select(trial => trial.Id).Distinct().Count());
        Assert.Equal(6, plan.Trials.Select(trial => string.Join(' ', trial.Swept.Take(3))).Distinct().Count());
    }

    [Theory]
    [InlineData("""{ "exclude": {} }""", "sweep:exclude: expected a list of objects, but got an object")]
    [InlineData("""{ "exclude": [3] }""", "sweep:exclude:0: expected an object of key paths and values, but got the number 3")]
    [InlineData("""{ "exclude": [{ "training:sede": 1 }] }""", "sweep:exclude:0:training:sede: there is no key path 'training:sede'")]
    [InlineData("""{ "exclude": [{ "training:seed": 1 }] }""",
        "sweep:exclude:0:training:seed: no axis, case or seed of the sweep sets this key")]
    [InlineData("""{ "seeds": 2, "exclude": [{}] }""", "sweep:exclude:0: an empty setting would leave out every trial")]
    [InlineData("""{ "seeds": 2, "exclude": [{ "training:seed": 2 }] }""", "sweep:exclude:0: leaves nothing out: no trial has all")]
    [InlineData("""{ "seeds": 1, "exclude": [{ "training:seed": 0 }] }""", "sweep:exclude: leaves no trial")]
    [InlineData("""{ "seeds": 0 }""", "sweep:seeds: must be at least 1 and at most 100000, but is 0")]
    [InlineData("""{ "seeds": 1.5 }""", "sweep:seeds: expected a count such as 5 or a list such as [0, 1, 2], but got the number 1.5")]
    [InlineData("""{ "seeds": null }""", "sweep:seeds: expected a count such as 5 or a list such as [0, 1, 2], but got null")]
    [InlineData("""{ "seeds": [] }""", "sweep:seeds: there are no seeds; give some or leave the key out")]
    [InlineData("""{ "seeds": [0, 1, 0] }""", "sweep:seeds:2: the seed is in the list already; keep one")]
    [InlineData("""{ "seeds": [-1] }""", "sweep:seeds:0: must be at least 0, but is -1")]
    [InlineData("""{ "seeds": ["a"] }""", "sweep:seeds:0: expected a whole number, but got the text \"a\"")]
    [InlineData("""{ "seeds": 2, "axes": { "training:seed": [1] } }""", "sweep:seeds: sets what 'training:seed' sets too; keep one")]
    [InlineData("""{ "seeds": 2, "cases": [{ "training": {} }] }""", "sweep:seeds: sets what 'training' sets too; keep one")]
    [InlineData("""{ "axes": { "temperature": { "uniform": [1, 2] } } }""",
        "sweep:axes:temperature: a range is drawn from: it needs 'sweep:strategy' random, or give a list of values")]
    [InlineData("""{ "strategy": "random", "axes": { "temperature": { "unifrom": [1, 2] } } }""",
        "sweep:axes:temperature: expected a list of values or a range, one of uniform, log-uniform, integer, such as")]
    [InlineData("""{ "strategy": "random", "axes": { "temperature": { "uniform": [1, 2, 3] } } }""",
        "sweep:axes:temperature: expected a list of values or a range")]
    [InlineData("""{ "strategy": "random", "axes": { "temperature": { "uniform": [2, 1] } } }""",
        "sweep:axes:temperature: the range's first number must be below its second")]
    [InlineData("""{ "strategy": "random", "axes": { "temperature": { "log-uniform": [0, 1] } } }""",
        "sweep:axes:temperature: a log-uniform range must be above 0")]
    [InlineData("""{ "strategy": "random", "axes": { "model:latents": { "integer": [0.5, 1] } } }""",
        "sweep:axes:model:latents: expected a whole number written in digits, but got the number 0.5")]
    [InlineData("""{ "strategy": "random", "axes": { "model:latents": [1, 2, 3] } }""",
        "sweep:random:budget: only 3 different settings were found for a budget of 20; lower it, or widen the axes")]
    [InlineData("""{ "strategy": "randm" }""", "sweep:strategy: there is no 'randm'; known are grid, random, successive-halving; the nearest is 'random'")]
    [InlineData("""{ "random": { "budegt": 3 } }""", "sweep:random:budegt: unknown key; did you mean 'budget'?")]
    [InlineData("""{ "random": { "budget": 0 } }""", "sweep:random:budget: must be at least 1 and at most 100000, but is 0")]
    [InlineData("""{ "successive-halving": { "reduction": 1 } }""", "sweep:successive-halving:reduction: must be at least 2 and at most 1000, but is 1")]
    [InlineData("""{ "successive-halving": { "metric": "test_ebo" } }""",
        "sweep:successive-halving:metric: there is no 'test_ebo'; known are validation_elbo, test_elbo; the nearest is 'test_elbo'")]
    [InlineData("""{ "strategy": "successive-halving", "seeds": 3 }""",
        "sweep:successive-halving:metric: 'validation_elbo' needs held-out images: set 'data:validation'")]
    [InlineData("""{ "strategy": "successive-halving", "seeds": 3, "successive-halving": { "metric": "test_elbo", "minimumEpochs": 160 } }""",
        "sweep:successive-halving:minimumEpochs: no rung lies before the last epoch, 160; lower it or train longer")]
    [InlineData("""{ "strategy": "successive-halving", "successive-halving": { "metric": "test_elbo" }, "axes": { "training:epochs": [5, 6] } }""",
        "sweep:successive-halving: trials of different 'training:epochs' cannot be compared at a rung; sweep another key")]
    [InlineData("""{ "strategy": "successive-halving", "successive-halving": { "metric": "test_elbo" }, "axes": { "evaluation:every": [1, 5] } }""",
        "sweep:successive-halving: the rung at epoch 1 is not evaluated with 'evaluation:every' 5; the rungs are at 1, 3, 9, 27, 81")]
    public void A_bad_sweep_is_an_error(string sweep, string expected)
    {
        string error = Assert.Single(ManifestFile.Errors($$"""{ "sweep": {{sweep}} }"""));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Matches(@" \(m\.json:1:[0-9]+\)$", error);
    }

    [Fact]
    public void Successive_halving_is_part_of_the_plan_and_of_what_is_written()
    {
        ExperimentPlan plan = ManifestFile.Load("""
            { "data": { "validation": 50 }, "training": { "epochs": 9 },
              "sweep": { "strategy": "successive-halving", "successive-halving": { "reduction": 2, "candidates": "random" },
                "random": { "budget": 8 }, "axes": { "temperature": { "uniform": [0.1, 1] } } } }
            """);
        Assert.Equal(new SuccessiveHalvingOptions { Reduction = 2, Candidates = SweepCandidates.Random }, plan.Halving);
        Assert.Equal(8, plan.Trials.Count);
        Assert.Equal(
            """{"axes":{"temperature":{"uniform":[0.1,1]}},"cases":[],"exclude":[],"strategy":"successive-halving","random":{"budget":8,"seed":0},"successive-halving":{"reduction":2,"minimumEpochs":1,"rungs":0,"metric":"validation_elbo","candidates":"random"}}""",
            plan.Resolved["sweep"]!.ToJsonString());
        Assert.Equal(plan.Halving, ManifestFile.Load(plan.Resolved.ToJsonString()).Halving);
        Assert.Null(ManifestFile.Load("{}").Halving);
    }

    [Fact]
    public void The_command_line_gives_exclusions_seeds_and_ranges()
    {
        ExperimentPlan plan = ManifestFile.Load(
            "{}", "sweep:seeds=2", "sweep:axes:model:latents=[2,3]", "sweep:exclude:0:model:latents=3", "sweep:exclude:0:training:seed=1");
        Assert.Equal([(2, 0L), (2, 1), (3, 0)], plan.Trials.Select(trial => (trial.Manifest.Model.Latents, trial.Manifest.Training.Seed)));
    }

    [Fact]
    public void What_a_range_draws_lies_within_it_and_an_integer_range_gives_each_number_alike() =>
        Gen.Select(Gen.Double[1e-6, 100], Gen.Double[1e-6, 100], Gen.Double[0, 0.999_999_999]).Sample((x, y, u) =>
        {
            (double least, double most) = (Math.Min(x, y), Math.Max(x, y) + 1e-3);
            foreach (SweepRangeKind kind in (SweepRangeKind[])[SweepRangeKind.Uniform, SweepRangeKind.LogUniform])
                Assert.InRange(new SweepRange(kind, least, most).At(u).GetValue<double>(), least, most);
            Assert.Equal(3 + (int)(u * 5), new SweepRange(SweepRangeKind.Integer, 3, 7).At(u).GetValue<int>());
        });
}
