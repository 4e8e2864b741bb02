using System.Text.Json.Nodes;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>The verbs that read a results folder: status, best and show.</summary>
public sealed class ReadingVerbsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_counts_and_lists_what_has_begun_and_tells_why_trials_failed()
    {
        ResultsFolder results = Sweep();
        Complete(results, "a0", -100);
        results.Trial("a1").WriteState(new TrialState { Status = TrialStatus.Running });
        using (MetricsWriter writer = MetricsWriter.Open(results.Trial("a1").MetricsPath))
        {
            writer.Write([new MetricRow("a1", 1, 0, 0, "test", "elbo", -543)]);
            writer.Write([new MetricRow("a1", 1, 3, 30, "test", "elbo", -120.5)]);
        }
        // A row that is being written.
        await File.AppendAllTextAsync(results.Trial("a1").MetricsPath, "a1,1,4,4");
        results.Trial("b0").WriteState(new TrialState { Status = TrialStatus.Failed, Reason = "Out of memory.\n   at Somewhere" });

        DvaeCommand status = await DvaeCommand.RunAsync("status", results.FullPath);

        Assert.True(status.ExitCode == 0, status.Error);
        string[] lines = status.Output.Split('\n');
        Assert.Equal("sweep: What it shows.", lines[0]);
        Assert.Equal("1 pending, 1 running, 1 completed, 1 failed", lines[1]);
        Assert.Matches(@"^a0 +completed +5/5 +-100.000 +.* ago +name=reinforce seed=0$", lines[4]);
        Assert.Matches(@"^a1 +running +3/5 +-120.500 +.* ago +name=reinforce seed=1$", lines[5]);
        Assert.Matches(@"^b0 +failed +0/5 +.* ago +name=straight-through seed=0$", lines[6]);
        Assert.Equal("b0 failed: Out of memory.", lines[8]);
        Assert.DoesNotContain("b1", status.Output, StringComparison.Ordinal);
        Assert.Contains("b1", (await DvaeCommand.RunAsync("status", results.FullPath, "--all")).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(results.Find("b1").FullPath), "Asking must not make folders.");
    }

    [Fact]
    public async Task Best_takes_seeds_together_and_pairs_them()
    {
        ResultsFolder results = Sweep();
        Complete(results, "a0", -100);
        Complete(results, "a1", -110);
        Complete(results, "b0", -99);
        Complete(results, "b1", -107);

        DvaeCommand best = await DvaeCommand.RunAsync("best", results.FullPath);

        Assert.True(best.ExitCode == 0, best.Error);
        string[] lines = best.Output.Split('\n');
        // t(0.975, 1) = 12.7062: -103 ± 12.7062 · 4, and differences 1 and 3: 2 ± 12.7062.
        Assert.Matches(@"^1 +name=straight-through +2 +-103.000 +\[-153.825, -52.175\]$", lines[1]);
        Assert.Matches(@"^2 +name=reinforce +2 +-105.000 +\[-168.531, -41.469\] +2.000 +\[-10.706, 14.706\]$", lines[2]);
        DvaeCommand lowest = await DvaeCommand.RunAsync("best", results.FullPath, "--lowest", "--top", "1");
        Assert.StartsWith("1  name=reinforce", lowest.Output.Split('\n')[1], StringComparison.Ordinal);
        Assert.Contains("and 1 more", lowest.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Best_leaves_out_what_is_not_completed_and_names_the_metrics_there_are()
    {
        ResultsFolder results = Sweep();
        DvaeCommand early = await DvaeCommand.RunAsync("best", results.FullPath);
        Assert.Equal(3, early.ExitCode);
        Complete(results, "b1", -107);
        results.Trial("a0").WriteState(new TrialState
        {
            Status = TrialStatus.Diverged,
            Reason = "NaN",
            Final = new Dictionary<string, double> { ["test_elbo"] = 1000 },
        });
        Assert.Matches(@"^1 +name=straight-through +1 +-107.000$", (await DvaeCommand.RunAsync("best", results.FullPath)).Output.Split('\n')[1]);
        DvaeCommand unknown = await DvaeCommand.RunAsync("best", results.FullPath, "--metric", "test_elb");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("They have test_elbo.", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_are_enough_where_the_folders_of_trials_were_not_kept()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("""sweep:axes={"estimator:name":["reinforce","straight-through"],"training:seed":[0,1]}""");
        DvaeCommand before = await DvaeCommand.RunAsync("best", experiment.Results);
        Directory.Delete(Path.Join(experiment.Results, "trials"), recursive: true);
        DvaeCommand after = await DvaeCommand.RunAsync("best", experiment.Results);
        Assert.True(after.ExitCode == 0, after.Error);
        Assert.Equal(before.Output, after.Output);
        Assert.Contains("4 completed", (await DvaeCommand.RunAsync("status", experiment.Results)).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Join(experiment.Results, "trials.csv"), "trial,status\nx,done\n");
        Assert.Equal(3, (await DvaeCommand.RunAsync("best", experiment.Results)).ExitCode);
    }

    [Fact]
    public async Task Show_has_the_settings_that_were_chosen_the_state_the_metrics_and_the_files()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("""sweep:axes={"estimator:name":["gumbel-softmax"]}""", """temperature={"schedule":"exponential","exponential":{"rate":0.01}}""");
        string id = Path.GetFileName(experiment.Trial);

        DvaeCommand show = await DvaeCommand.RunAsync("show", id[..4], "--results", experiment.Results);

        Assert.True(show.ExitCode == 0, show.Error);
        string[] lines = [.. show.Output.Split('\n').Select(line => line.TrimEnd())];
        Assert.StartsWith($"trial {id} in ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("completed, epoch 2 of 2, seed 3, ", lines[1], StringComparison.Ordinal);
        int from = Array.IndexOf(lines, "settings that are not defaults"), to = Array.IndexOf(lines, "last metrics");
        Assert.Equal(
            [
                "data:dataset", "model:latents", "model:categories", "model:hidden", "estimator:name", "temperature:schedule",
                "temperature:exponential:rate", "training:epochs", "training:batchSize", "training:learningRate", "training:seed",
                "compute:backend", "compute:threads",
            ],
            lines[(from + 1)..(to - 1)].Select(line => line.Trim().Split(' ')[0]));
        Assert.Matches("estimator:name +gumbel-softmax +swept", show.Output);
        Assert.Matches(@"test_elbo +-\d", show.Output);
        Assert.Matches(@"checkpoint.safetensors +\d+ KiB", show.Output);
        Assert.Equal(show.Output, (await DvaeCommand.RunAsync("show", experiment.Trial)).Output);
    }

    [Fact]
    public async Task A_beginning_that_several_trials_have_is_refused_with_their_folders()
    {
        ResultsFolder results = Sweep();
        DvaeCommand several = await DvaeCommand.RunAsync("show", "a", "--results", results.FullPath);
        Assert.Equal(2, several.ExitCode);
        Assert.Contains(Path.Join("trials", "a1"), several.Error, StringComparison.Ordinal);
        DvaeCommand none = await DvaeCommand.RunAsync("show", "c", "--results", results.FullPath);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("dvae status", none.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await DvaeCommand.RunAsync("show", "b1", "--results", results.FullPath)).ExitCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "manifest": { "training": { "epochs": "many" } }, "trials": [] }""")]
    [InlineData("""{ "manifest": { "training": { "epochs": 1 } }, "trials": [{ "id": "../x", "seed": 0, "swept": {} }] }""")]
    public async Task A_plan_that_is_none_is_told(string plan)
    {
        Directory.CreateDirectory(_folder["r"]);
        await File.WriteAllTextAsync(_folder["r", "plan.json"], plan);
        foreach (string verb in new[] { "status", "best" })
        {
            DvaeCommand command = await DvaeCommand.RunAsync(verb, _folder["r"]);
            Assert.Equal(3, command.ExitCode);
            Assert.Contains("plan.json", command.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Validate_checks_and_does_nothing_else()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand valid = await DvaeCommand.RunAsync("validate", experiment.Manifest, "sweep:seeds=3");
        Assert.Equal((0, "tiny: valid, 3 trials\n", ""), (valid.ExitCode, valid.Output.ReplaceLineEndings("\n"), valid.Error));
        DvaeCommand invalid = await DvaeCommand.RunAsync("validate", experiment.Manifest, "trainig:epochs=3", "klWeight=-1");
        Assert.Equal((2, ""), (invalid.ExitCode, invalid.Output));
        Assert.Equal(2, invalid.Error.TrimEnd().Split('\n').Length);
        Assert.False(Directory.Exists(experiment.Results));
    }

    private ResultsFolder Sweep() => PlannedFolder.Create(_folder["results"], new JsonObject
    {
        ["manifest"] = new JsonObject
        {
            ["name"] = "sweep",
            ["description"] = "What it shows.",
            ["training"] = new JsonObject { ["epochs"] = 5 },
        },
        ["trials"] = new JsonArray(
            Trial("a0", 0, "reinforce"), Trial("a1", 1, "reinforce"), Trial("b0", 0, "straight-through"), Trial("b1", 1, "straight-through")),
    });

    private static JsonObject Trial(string id, int seed, string estimator) => new()
    {
        ["id"] = id,
        ["seed"] = seed,
        ["swept"] = new JsonObject { ["estimator:name"] = estimator, ["training:seed"] = $"{seed}" },
    };

    private static void Complete(ResultsFolder results, string id, double elbo) => results.Trial(id).WriteState(new TrialState
    {
        Status = TrialStatus.Completed,
        Epochs = 5,
        Seconds = 1,
        Final = new Dictionary<string, double> { ["test_elbo"] = elbo },
    });
}
