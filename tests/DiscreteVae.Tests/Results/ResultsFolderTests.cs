using System.Text.Json.Nodes;
using DiscreteVae.Research;
using DiscreteVae.Research.Results;

using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class ResultsFolderTests : IDisposable
{
    private static readonly TrialRecord[] Plan =
    [
        Trial("a0", 0, "reinforce"), Trial("a1", 1, "reinforce"), Trial("a2", 2, "reinforce"), Trial("b0", 0, "straight-through"),
        Trial("b1", 1, "straight-through"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Collecting_gives_the_three_tables()
    {
        ResultsFolder results = Create();
        Complete(results, Plan[1], -132, seconds: 2);
        Complete(results, Plan[0], -131, seconds: 1.5);
        Complete(results, Plan[3], -120, seconds: 3);
        var diverged = new TrialState { Status = TrialStatus.Diverged, Reason = "NaN", Epochs = 1, Seconds = 0.5 };
        results.Trial("b1").WriteState(diverged);
        results.Collect(Plan);

        Assert.Equal(
            "trial,seed,epoch,step,split,metric,value\n"
            + "a0,0,2,1200,test,elbo,-131\n"
            + "a1,1,2,1200,test,elbo,-132\n"
            + "b0,0,2,1200,test,elbo,-120\n",
            File.ReadAllText(results.MetricsPath));
        Assert.Equal(
            "trial,status,estimator:name,training:seed,seed,epochs,test_elbo,train_elbo,seconds\n"
            + "a0,completed,reinforce,0,0,2,-131,-130,1.5\n"
            + "a1,completed,reinforce,1,1,2,-132,-131,2\n"
            + "a2,pending,reinforce,2,2,0,,,\n"
            + "b0,completed,straight-through,0,0,2,-120,-119,3\n"
            + "b1,diverged,straight-through,1,1,1,,,0.5\n",
            File.ReadAllText(results.TrialsPath));
        string[] summary = File.ReadAllLines(results.SummaryPath);
        Assert.Equal(
            "estimator:name,n,test_elbo_mean,test_elbo_se,test_elbo_low,test_elbo_high,"
            + "train_elbo_mean,train_elbo_se,train_elbo_low,train_elbo_high",
            summary[0]);
        Assert.StartsWith("reinforce,2,-131.5,0.5,-137.853", summary[1], StringComparison.Ordinal);
        Assert.Equal("straight-through,1,-120,,,,-119,,,", summary[2]);
        Assert.Equal(3, summary.Length);
    }

    [Fact]
    public void A_plan_without_a_sweep_has_one_group()
    {
        ResultsFolder results = Create();
        TrialRecord trial = Plan[0] with { Swept = [] };
        Complete(results, trial, -131, seconds: 1);
        results.Collect([trial]);
        Assert.Equal("trial,status,seed,epochs,test_elbo,train_elbo,seconds", File.ReadLines(results.TrialsPath).First());
        Assert.StartsWith("n,test_elbo_mean", File.ReadLines(results.SummaryPath).First(), StringComparison.Ordinal);
        Assert.Equal("1,-131,,,,-130,,,", File.ReadLines(results.SummaryPath).Last());
    }

    [Fact]
    public void Collecting_ignores_a_line_that_is_being_written()
    {
        ResultsFolder results = Create();
        Complete(results, Plan[0], -131, seconds: 1);
        File.AppendAllText(results.Trial("a0").MetricsPath, "a0,0,3,18");
        results.Collect(Plan);
        Assert.EndsWith("a0,0,2,1200,test,elbo,-131\n", File.ReadAllText(results.MetricsPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_trial_read_back()
    {
        ResultsFolder results = Create();
        TrialFolder trial = results.Trial("a0");
        Assert.Equal(TrialStatus.Pending, trial.ReadState().Status);
        var state = new TrialState
        {
            Status = TrialStatus.Failed,
            Reason = "out of memory",
            Warnings = ["the test KL is 0"],
            Epochs = 3,
            Seconds = 12.5,
            Final = new Dictionary<string, double> { ["test_elbo"] = double.NaN },
        };
        trial.WriteState(state);
        TrialState read = trial.ReadState();
        Assert.Equal(state.Final, read.Final);
        Assert.Equal(state.Warnings, read.Warnings);
        Assert.Equal(state with { Final = read.Final, Warnings = read.Warnings }, read);
        Assert.Equal("reinforce", ResultsFolder.Open(results.FullPath).ReadPlan()["estimator"]!.GetValue<string>());
    }

    [Fact]
    public void A_damaged_state_is_named()
    {
        ResultsFolder results = Create();
        string path = Path.Combine(results.Trial("a0").FullPath, "state.json");
        File.WriteAllText(path, "{ \"status\": \"comp");
        var error = Assert.Throws<UserErrorException>(() => results.Collect(Plan));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(results.TrialsPath));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_leaves_nothing()
    {
        File.WriteAllText(_folder["results"], "a file, no folder");
        var error = Assert.Throws<UserErrorException>(() => ResultsFolder.Make(_folder["results/name"], out _));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains(_folder["results"], error.Message, StringComparison.Ordinal);
        Assert.Equal(["results"], _folder.Entries());
    }

    [SkippableFact]
    public void A_read_only_parent_is_told_and_nothing_is_left()
    {
        using var disk = new SmallDisk("size=64k,ro");
        disk.SkipUnlessMounted();
        var error = Assert.Throws<UserErrorException>(() => ResultsFolder.Make(disk.File("results/name"), out _));
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        Assert.Empty(disk.Entries());
    }

    [Fact]
    public void A_folder_without_a_plan_is_no_results_folder()
    {
        var error = Assert.Throws<UserErrorException>(() => ResultsFolder.Open(_folder.Path));
        Assert.Contains("plan.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("")]
    [InlineData(".")]
    public void An_id_that_is_no_plain_name_is_refused(string id) => Assert.Throws<ArgumentException>(() => Create().Trial(id));

    private static TrialRecord Trial(string id, long seed, string estimator) =>
        new(id, seed, [("estimator:name", estimator), ("training:seed", $"{seed}")]);

    private static void Complete(ResultsFolder results, TrialRecord record, double elbo, double seconds)
    {
        TrialFolder trial = results.Trial(record.Id);
        using (MetricsWriter writer = MetricsWriter.Open(trial.MetricsPath))
            writer.Write([new MetricRow(record.Id, record.Seed, 2, 1200, "test", "elbo", elbo)]);
        trial.WriteState(new TrialState
        {
            Status = TrialStatus.Completed,
            Epochs = 2,
            Seconds = seconds,
            Final = new Dictionary<string, double> { ["train_elbo"] = elbo + 1, ["test_elbo"] = elbo },
        });
    }

    private ResultsFolder Create() =>
        PlannedFolder.Create(_folder["results/name"], new JsonObject { ["estimator"] = "reinforce" });
}
