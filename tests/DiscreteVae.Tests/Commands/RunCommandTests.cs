using System.Globalization;
using System.Text.Json;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

public class RunCommandTests
{
    [Fact]
    public async Task A_run_leaves_every_file_of_its_trial_and_the_tables()
    {
        using var experiment = new TinyExperiment();

        DvaeCommand command = await experiment.RunAsync();

        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(experiment.Results, command.Output.Trim());
        foreach (string file in new[] { "plan.json", "metrics.csv", "trials.csv", "summary.csv" })
            Assert.True(File.Exists(Path.Combine(experiment.Results, file)), file);
        string[] trial = [.. Directory.GetFiles(experiment.Trial).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["checkpoint.safetensors", "elbo.png", "environment.json", "metrics.csv", "reconstructions.png", "state.json", "trial.json"], trial);
        Assert.Contains("epoch 2/2", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_have_a_row_for_each_epoch_split_and_metric()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("data:validation=15");

        string[] rows = File.ReadAllLines(Path.Combine(experiment.Results, "metrics.csv"));

        Assert.Equal("trial,seed,epoch,step,split,metric,value", rows[0]);
        string[] names = [.. rows.Skip(1).Select(row => row.Split(',')).Where(cells => cells[2] == "2").Select(cells => $"{cells[4]}_{cells[5]}")];
        Assert.Equal(
            ["train_elbo", "train_reconstruction", "train_kl", "train_temperature", "train_kl_weight", "train_learning_rate",
                "validation_elbo", "validation_reconstruction", "validation_kl", "test_elbo", "test_reconstruction", "test_kl"], names);
        // 45 training images in minibatches of 10 are 5 steps an epoch.
        Assert.Contains(rows, row => row.Contains(",3,2,10,train,elbo,", StringComparison.Ordinal));
        foreach (string[] cells in rows.Skip(1).Select(row => row.Split(',')))
            Assert.True(double.IsFinite(double.Parse(cells[6], CultureInfo.InvariantCulture)), string.Join(',', cells));
    }

    [Fact]
    public async Task A_relaxed_training_objective_has_a_name_of_its_own()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("estimator:name=gumbel-softmax", "temperature=0.7");

        string metrics = File.ReadAllText(Path.Combine(experiment.Results, "metrics.csv"));

        Assert.Contains(",train,relaxed_elbo,", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain(",train,elbo,", metrics, StringComparison.Ordinal);
        Assert.Contains(",train,temperature,0.7\n", metrics, StringComparison.Ordinal);
        Assert.Contains(",test,elbo,", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_epoch_records_the_scheduled_values_of_its_last_step()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync(
            """temperature={"schedule":"exponential","per":"epoch","exponential":{"rate":0.1,"floor":0.1,"every":1}}""",
            """klWeight={"schedule":"linear","linear":{"length":24}}""",
            """training:learningRate={"schedule":"cosine","per":"run","cosine":{"initial":0.01,"length":1}}""");

        Assert.True(command.ExitCode == 0, command.Error);
        string[] rows = File.ReadAllLines(Path.Combine(experiment.Results, "metrics.csv"));
        double Value(int epoch, string metric) => double.Parse(
            Assert.Single(rows, row => row.Contains($",{epoch},{6 * epoch},train,{metric},", StringComparison.Ordinal)).Split(',')[6],
            CultureInfo.InvariantCulture);
        // 60 images in minibatches of 10: steps 0 to 5 and 6 to 11.
        Assert.Equal((1, Math.Exp(-0.1)), (Value(1, "temperature"), Value(2, "temperature")));
        Assert.Equal((5.0 / 24, 11.0 / 24), (Value(1, "kl_weight"), Value(2, "kl_weight")));
        Assert.Equal(0.01 * (1 + Math.Cos(Math.PI * 11 / 12)) / 2, Value(2, "learning_rate"), 1e-15);
    }

    [Fact]
    public async Task The_same_manifest_gives_the_same_bytes_for_any_number_of_loaders()
    {
        using var experiment = new TinyExperiment();
        string[] augmented = ["data:augmentation:shift=1", "data:augmentation:rotation=10", "training:epochs=3", "--restart"];
        await experiment.RunAsync([.. augmented, "compute:loaders=1"]);
        byte[] first = experiment.Bytes("metrics.csv");

        foreach (int loaders in new[] { 1, 3, 8 })
        {
            DvaeCommand again = await experiment.RunAsync([.. augmented, $"compute:loaders={loaders}"]);
            Assert.True(again.ExitCode == 0, again.Error);
            Assert.Equal(first, experiment.Bytes("metrics.csv"));
        }
    }

    [Fact]
    public async Task Another_seed_gives_other_numbers()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();
        byte[] first = experiment.Bytes("metrics.csv");
        await experiment.RunAsync("training:seed=4", "--restart");
        Assert.NotEqual(first, experiment.Bytes("metrics.csv"));
    }

    [Fact]
    public async Task A_completed_trial_is_kept_unless_it_is_restarted()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(experiment.Trial, "checkpoint.safetensors"));

        DvaeCommand again = await experiment.RunAsync();

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("1 completed already", again.Error, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(experiment.Trial, "checkpoint.safetensors")));
        DvaeCommand restarted = await experiment.RunAsync("--restart");
        Assert.Contains("epoch 2/2", restarted.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_runs_every_trial_and_summarises_over_seeds()
    {
        using var experiment = new TinyExperiment();

        DvaeCommand command = await experiment.RunAsync(
            """sweep:axes={"estimator:name":["reinforce","straight-through"],"training:seed":[0,1,2]}""");

        Assert.True(command.ExitCode == 0, command.Error);
        string[] trials = File.ReadAllLines(Path.Combine(experiment.Results, "trials.csv"));
        Assert.Equal(7, trials.Length);
        Assert.StartsWith("trial,status,estimator:name,training:seed,seed,epochs,", trials[0], StringComparison.Ordinal);
        Assert.All(trials.Skip(1), row => Assert.Contains(",completed,", row, StringComparison.Ordinal));
        string[] summary = File.ReadAllLines(Path.Combine(experiment.Results, "summary.csv"));
        Assert.Equal(3, summary.Length);
        Assert.StartsWith("reinforce,3,", summary[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diverging_trial_is_recorded_and_the_others_go_on()
    {
        using var experiment = new TinyExperiment();

        DvaeCommand command = await experiment.RunAsync(
            """sweep:axes={"training:learningRate":[1e6,0.01]}""", "model:hidden=[8,8,8,8,8]",
            "model:activation=leaky-relu", "model:negativeSlope=1", "training:epochs=30");

        Assert.Equal(1, command.ExitCode);
        string trials = File.ReadAllText(Path.Combine(experiment.Results, "trials.csv"));
        Assert.Contains(",completed,", trials, StringComparison.Ordinal);
        Assert.Contains(",diverged,", trials, StringComparison.Ordinal);
        Assert.Contains("learning rate", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_saves_a_checkpoint_and_rows_and_says_75()
    {
        using var experiment = new TinyExperiment();
        using var source = new CancellationTokenSource();
        Task<DvaeCommand> run = DvaeCommand.RunAsync(
            source.Token, "run", experiment.Manifest, $"results:folder={experiment.Results}", "training:epochs=1000000");
        string metrics = Path.Combine(experiment.Results, "trials");
        while (!Directory.Exists(metrics) || !Directory.EnumerateFiles(metrics, "metrics.csv", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 2000))
        {
            Assert.False(run.IsCompleted, "The run ended by itself.");
            await Task.Delay(10);
        }

        await source.CancelAsync();
        DvaeCommand command = await run.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(75, command.ExitCode);
        Assert.True(File.Exists(Path.Combine(experiment.Trial, "checkpoint.safetensors")));
        using JsonDocument state = JsonDocument.Parse(File.ReadAllText(Path.Combine(experiment.Trial, "state.json")));
        Assert.Equal("running", state.RootElement.GetProperty("status").GetString());
        Assert.EndsWith("\n", File.ReadAllText(Path.Combine(experiment.Results, "metrics.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_are_drawn_for_few_trials_or_on_request()
    {
        static int Pictures(TinyExperiment experiment) => Directory.GetFiles(experiment.Results, "*.png", SearchOption.AllDirectories).Length;
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("results:pictures=never", "training:epochs=1");
        Assert.Equal(0, Pictures(experiment));
        await experiment.RunAsync("sweep:seeds=21", "training:epochs=1", "--restart");
        Assert.Equal(0, Pictures(experiment));
        await experiment.RunAsync("sweep:seeds=2", "training:epochs=1", "--restart");
        Assert.Equal(4, Pictures(experiment));
    }

    [Fact]
    public async Task Zero_epochs_evaluate_the_initial_weights()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync("training:epochs=0");
        Assert.True(command.ExitCode == 0, command.Error);
        string[] rows = File.ReadAllLines(Path.Combine(experiment.Results, "metrics.csv"));
        Assert.Equal(4, rows.Length);
        Assert.All(rows.Skip(1), row => Assert.Contains(",0,0,test,", row, StringComparison.Ordinal));
    }
}
