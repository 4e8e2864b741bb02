using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Trials;

/// <summary>Metrics in a whole run: rows, columns, the latents' table, warnings and refusals.</summary>
public class TrialMetricsTests
{
    [Fact]
    public async Task Every_metric_asked_for_has_rows_and_columns()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync("data:validation=10", "evaluation:importanceSamples=3",
            "evaluation:metrics=[\"cheap\",\"log-likelihood\",\"aggregate-posterior-estimate\"]");
        Assert.True(command.ExitCode == 0, command.Error);
        string[] rows = await File.ReadAllLinesAsync(Path.Combine(experiment.Results, "metrics.csv"));
        string header = (await File.ReadAllLinesAsync(Path.Combine(experiment.Results, "trials.csv")))[0];
        foreach (string split in (string[])["test", "validation"])
        {
            foreach (string name in (string[])["code_perplexity", "active_units", "aggregate_kl_marginals", "mutual_information_marginals",
                "aggregate_kl", "mutual_information", "aggregate_kl_estimate", "mutual_information_estimate", "log_likelihood", "log_likelihood_bound"])
            {
                // Epochs 0, 1 and 2.
                Assert.Equal(3, rows.Count(row => row.Contains($",{split},{name},", StringComparison.Ordinal)));
                Assert.Contains($"{split}_{name}", header.Split(','));
            }
        }
        Assert.DoesNotContain(rows, row => row.Contains("train,code_perplexity", StringComparison.Ordinal));
    }

    /// <summary>KL(q ‖ p) = I(x; z) + KL(q(z) ‖ p(z)), and ELBO ≤ ln p(x) up to the noise of one sample.</summary>
    [Fact]
    public async Task The_parts_of_the_KL_sum_to_it()
    {
        using var experiment = new TinyExperiment();
        Assert.Equal(0, (await experiment.RunAsync("training:epochs=5")).ExitCode);
        Dictionary<string, double> last = (await File.ReadAllLinesAsync(Path.Combine(experiment.Results, "metrics.csv"))).Skip(1)
            .Select(row => row.Split(',')).Where(row => row[2] == "5" && row[4] == "test")
            .ToDictionary(row => row[5], row => double.Parse(row[6], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(last["kl"], last["aggregate_kl"] + last["mutual_information"], 1e-5);
        Assert.Equal(last["kl"], last["aggregate_kl_marginals"] + last["mutual_information_marginals"], 1e-5);
    }

    [Fact]
    public async Task The_latents_of_the_last_evaluation_have_a_table()
    {
        using var experiment = new TinyExperiment();
        Assert.Equal(0, (await experiment.RunAsync()).ExitCode);
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(experiment.Trial, "latents.csv"));
        Assert.Equal("trial,seed,epoch,split,latent,metric,value", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Contains(",3,2,test,", line, StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.Contains(",code_perplexity,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Metrics_draw_nothing_from_the_noise_of_the_ELBO()
    {
        using var experiment = new TinyExperiment();
        Assert.Equal(0, (await experiment.RunAsync("evaluation:metrics=[]")).ExitCode);
        using var measured = new TinyExperiment(data: experiment.Data);
        Assert.Equal(0, (await measured.RunAsync("evaluation:metrics=[\"cheap\",\"log-likelihood\"]", "evaluation:importanceSamples=2")).ExitCode);
        Assert.Equal(Elbos(experiment), Elbos(measured));
    }

    [Fact]
    public async Task A_collapse_is_told_and_recorded()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync("klWeight=1000");
        Assert.Equal(0, command.ExitCode);
        Assert.Contains("warning: posterior collapse: the test KL is 0.00", command.Error, StringComparison.Ordinal);
        Assert.Contains("posterior collapse", await File.ReadAllTextAsync(Path.Combine(experiment.Trial, "state.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluation:metrics=[\"log-likelihood\"]", "evaluation:maximumCodes=8", "would enumerate K^N = 9 codes")]
    [InlineData("evaluation:metrics=[\"log-likelihood-bound\"]", "evaluation:every=1", "needs evaluation:importanceSamples")]
    [InlineData("evaluation:metrics=[\"log-likelihod\"]", "evaluation:every=1", "log-likelihood")]
    [InlineData("evaluation:metrics=[\"cheap\",\"cheap\"]", "evaluation:every=1", "twice")]
    public async Task What_cannot_be_measured_is_refused_before_anything_runs(string first, string second, string message)
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync(first, second);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(message, command.Error, StringComparison.Ordinal);
        Assert.Contains("evaluation:metrics", command.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
    }

    /// <summary>
    /// What pairs trials in a comparison: at one seed every estimator starts from the same weights, and meets the same test images and
    /// codes at epoch 0. The order of the images and their binarisation are functions of seed, epoch and image alone, as their own tests
    /// show.
    /// </summary>
    [Fact]
    public async Task At_one_seed_all_estimators_begin_alike()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync("estimator:samples=4", "sweep:seeds=[0,1]",
            """sweep:axes={"estimator:name":["reinforce","rloo","reinmax","exact","gumbel-softmax"]}""");
        Assert.True(command.ExitCode == 0, command.Error);
        string[][] initial = [.. (await File.ReadAllLinesAsync(Path.Combine(experiment.Results, "metrics.csv"))).Skip(1)
            .Select(row => row.Split(',')).Where(row => row[2] == "0" && row[5] == "elbo")];
        Assert.Equal(10, initial.Length);
        foreach (IGrouping<string, string[]> seed in initial.GroupBy(row => row[1])) Assert.Single(seed.Select(row => row[6]).Distinct());
        Assert.Equal(2, initial.Select(row => row[6]).Distinct().Count());
    }

    private static string[] Elbos(TinyExperiment experiment) =>
        [.. File.ReadAllLines(Path.Combine(experiment.Results, "metrics.csv")).Where(row => row.Contains("elbo", StringComparison.Ordinal))
            .Select(row => row[row.IndexOf(',', StringComparison.Ordinal)..])];
}
