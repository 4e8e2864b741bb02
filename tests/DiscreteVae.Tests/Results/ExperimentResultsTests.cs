using DiscreteVae.Research;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class ExperimentResultsTests
{
    [Fact]
    public void A_sweep_under_way_is_read_with_what_it_has()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, SyntheticSweep.Setting("reinmax", "0.001"), elbo: -100);
        sweep.Add(1, SyntheticSweep.Setting("reinmax", "0.001"), "running", epochs: 2);
        sweep.Add(2, SyntheticSweep.Setting("reinmax", "0.001"), "pending");
        ExperimentResults results = ExperimentResults.Read(sweep.Path);

        Assert.Equal("synthetic", results.Name);
        Assert.Equal(["completed", "running", "pending"], results.Trials.Select(trial => trial.Status));
        Assert.Equal([15, 6, 0], results.Trials.Select(trial => trial.Metrics.Count));
        Assert.Equal([-100, -100, null], results.Trials.Select(trial => trial.FinalOf("test_elbo")));
        Assert.Null(results.Trials[2].Manifest);
        Assert.Equal(["estimator:name", "training:learningRate"], results.SweptKeys);
    }

    [Fact]
    public void Pruned_and_failed_trials_ended_early_and_others_did_not()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, [], "pruned");
        sweep.Add(1, [], "failed", reason: "by aliens");
        sweep.Add(2, [], "running");
        IReadOnlyList<TrialResults> trials = ExperimentResults.Read(sweep.Path).Trials;
        Assert.Equal([true, true, false], trials.Select(trial => trial.EndedEarly));
        Assert.Equal(("failed", "by aliens"), (trials[1].Status, trials[1].Reason));
    }

    [Theory]
    [InlineData("""{ "manifest": {} }""", "trials")]
    [InlineData("""{ "trials": [] }""", "manifest")]
    [InlineData("""{ "manifest": {}, "trials": [ { "id": "../../etc", "seed": 0, "swept": {} } ] }""", "its trials cannot be read")]
    [InlineData("""{ "manifest": """, "damaged")]
    public void A_damaged_plan_is_told(string plan, string told)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["plan.json"], plan);
        var error = Assert.Throws<UserErrorException>(() => ExperimentResults.Read(folder.Path));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains("plan.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_that_are_not_finite_read_back()
    {
        using var sweep = new SyntheticSweep();
        string id = sweep.Add(0, [], "diverged");
        File.WriteAllText(Path.Combine(sweep.Path, "trials", id, "state.json"),
            """{ "status": "diverged", "epochs": 1, "seconds": 1, "final": { "test_elbo": "NaN", "train_elbo": "-Infinity" } }""");
        TrialResults trial = Assert.Single(ExperimentResults.Read(sweep.Path).Trials);
        Assert.Equal((double.NaN, double.NegativeInfinity), (trial.FinalOf("test_elbo"), trial.FinalOf("train_elbo")));
    }
}
