using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Sweeps;

/// <summary>A sweep that is interrupted, however often and wherever, ends with the bytes of one that never was.</summary>
public class ResumeTests
{
    [Theory]
    [InlineData("mathnet", "adam", "reinforce")]
    [InlineData("simd", "adam", "reinforce")]
    [InlineData("simd", "radam", "rebar")]
    [InlineData("simd", "adamw", "straight-through")]
    [InlineData("mathnet", "sgd", "gumbel-softmax")]
    public async Task Interrupted_again_and_again_it_ends_with_the_same_bytes(string backend, string optimizer, string estimator)
    {
        string[] overrides =
        [
            $"compute:backend={backend}", $"training:optimizer={optimizer}", "training:learningRate=0.001", "training:epochs=6",
            $"estimator:name={estimator}", """estimator:reinforce={"baseline":"running-mean"}""", "data:validation=40",
            """temperature={"schedule":"exponential","per":"step","exponential":{"rate":0.001,"floor":0.5,"every":7}}""",
            "sweep:axes:training:seed=[1,2]",
        ];
        using var whole = new TinyExperiment(train: 640);
        Assert.Equal(0, (await whole.RunAsync(overrides)).ExitCode);
        using var parts = new TinyExperiment(train: 640, data: whole.Data);

        int interruptions = 0;
        while (true)
        {
            using var source = new CancellationTokenSource();
            Action<string>? progress = null;
            if (interruptions < 2)
            {
                // After an epoch, so that there are two interruptions on a machine of any speed.
                progress = line => { if (line.Contains("] epoch ", StringComparison.Ordinal)) source.Cancel(); };
            }
            else
            {
                // In the middle of an epoch or between two; a little later each time, so that a slow machine comes to an end as well.
                source.CancelAfter(40 + 4 * interruptions + RandomStream.Create(7, Purpose.Figures, (ulong)interruptions).Integer(60, 0));
            }
            DvaeCommand command = interruptions == 0
                ? await parts.RunAsync(progress, source.Token, overrides)
                : await DvaeCommand.RunAsync(TimeProvider.System, progress, source.Token, "resume", parts.Results);
            if (command.ExitCode == 0) break;
            Assert.True(command.ExitCode == 75, command.Error);
            Assert.True(++interruptions < 200, "It does not come to an end.");
        }

        Assert.True(interruptions > 1, $"{interruptions} interruptions");
        Assert.Equal(new TinySweep(whole).Tables(), new TinySweep(parts).Tables());
        Assert.Equal(new TinySweep(whole).Weights(), new TinySweep(parts).Weights());
        Assert.Equal(new TinySweep(whole).Files(), new TinySweep(parts).Files());
    }

    [Fact]
    public async Task A_corrupt_checkpoint_is_skipped_for_the_one_before()
    {
        string[] overrides = ["training:epochs=40", "checkpoint:everyEpochs=1", "checkpoint:keep=3"];
        using var whole = new TinyExperiment();
        await whole.RunAsync(overrides);
        using var parts = new TinyExperiment(data: whole.Data);
        await InterruptAsync(parts, 10, overrides);
        string[] checkpoints = [.. Directory.GetFiles(parts.Trial, "checkpoint*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["checkpoint.1.safetensors", "checkpoint.2.safetensors", "checkpoint.safetensors"], checkpoints);
        Flip(Path.Combine(parts.Trial, "checkpoint.safetensors"));

        DvaeCommand resumed = await DvaeCommand.RunAsync("resume", parts.Results);

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains("checksum", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("goes on from epoch", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(new TinySweep(whole).Tables(), new TinySweep(parts).Tables());
        Assert.Equal(new TinySweep(whole).Weights(), new TinySweep(parts).Weights());
        Assert.Equal(["checkpoint.safetensors"], Directory.GetFiles(parts.Trial, "checkpoint*").Select(path => Path.GetFileName(path)));
    }

    [Theory]
    [InlineData("corrupt")]
    [InlineData("missing")]
    [InlineData("without metrics")]
    public async Task Without_a_checkpoint_that_is_of_use_a_trial_begins_anew(string damage)
    {
        string[] overrides = ["training:epochs=30", "checkpoint:everyEpochs=1"];
        using var whole = new TinyExperiment();
        await whole.RunAsync(overrides);
        using var parts = new TinyExperiment(data: whole.Data);
        await InterruptAsync(parts, 5, overrides);
        foreach (string checkpoint in Directory.GetFiles(parts.Trial, "checkpoint*"))
        {
            if (damage == "corrupt") Flip(checkpoint);
            if (damage == "missing") File.Delete(checkpoint);
        }
        if (damage == "without metrics") File.Delete(Path.Combine(parts.Trial, "metrics.csv"));

        DvaeCommand resumed = await DvaeCommand.RunAsync("resume", parts.Results);

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains("epoch 0/30", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(new TinySweep(whole).Tables(), new TinySweep(parts).Tables());
        Assert.Equal(new TinySweep(whole).Weights(), new TinySweep(parts).Weights());
    }

    [Fact]
    public async Task A_read_only_checkpoint_does_not_stop_a_trial()
    {
        string[] overrides = ["training:epochs=30", "checkpoint:everyEpochs=1"];
        using var whole = new TinyExperiment();
        await whole.RunAsync(overrides);
        using var parts = new TinyExperiment(data: whole.Data);
        await InterruptAsync(parts, 5, overrides);
        foreach (string checkpoint in Directory.GetFiles(parts.Trial, "checkpoint*")) File.SetAttributes(checkpoint, FileAttributes.ReadOnly);

        DvaeCommand resumed = await DvaeCommand.RunAsync("resume", parts.Results);

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(new TinySweep(whole).Tables(), new TinySweep(parts).Tables());
    }

    [Fact]
    public async Task A_plan_alone_is_enough_wherever_its_folder_lies()
    {
        using var experiment = new TinyExperiment();
        await InterruptAsync(experiment, 3, "training:epochs=12");
        File.Delete(experiment.Manifest);
        string moved = experiment.Results + "-moved";
        Directory.Move(experiment.Results, moved);

        DvaeCommand resumed = await DvaeCommand.RunAsync("resume", moved);

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains(",completed,3,12,", File.ReadAllText(Path.Combine(moved, "trials.csv")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
        string trial = Assert.Single(Directory.GetDirectories(Path.Combine(moved, "trials")));
        using var environment = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(trial, "environment.json")));
        Assert.Equal("resume", environment.RootElement.GetProperty("commandLine")[1].GetString());
        System.Text.Json.JsonElement earlier = Assert.Single(environment.RootElement.GetProperty("earlierSessions").EnumerateArray());
        Assert.Equal("run", earlier.GetProperty("commandLine")[1].GetString());
    }

    [Fact]
    public async Task A_done_sweep_is_left_as_it_is()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("sweep:axes:training:seed=[1,2]");
        var before = Directory.GetFiles(experiment.Results, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("trials" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .ToDictionary(file => file, file => (File.GetLastWriteTimeUtc(file), Convert.ToHexString(File.ReadAllBytes(file))));

        DvaeCommand again = await DvaeCommand.RunAsync("resume", experiment.Results);

        Assert.Equal(0, again.ExitCode);
        foreach ((string file, (DateTime, string) was) in before)
            Assert.Equal(was, (File.GetLastWriteTimeUtc(file), Convert.ToHexString(File.ReadAllBytes(file))));
    }

    // Runs until an epoch is told of, and stops there.
    private static async Task InterruptAsync(TinyExperiment experiment, int epoch, params string[] overrides)
    {
        using var source = new CancellationTokenSource();
        DvaeCommand command = await experiment.RunAsync(
            line => { if (line.Contains($"epoch {epoch}/", StringComparison.Ordinal)) source.Cancel(); }, source.Token, overrides);
        Assert.True(command.ExitCode == 75, command.Error);
    }

    private static void Flip(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^20] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
