using System.Diagnostics;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Sweeps;

/// <summary>Kill -9 of a real process: nothing runs after it, no handler and no finally.</summary>
public class KillTests
{
    private const int Kills = 20;
    private const int Epochs = 120;

    [Fact]
    public async Task Killed_at_20_random_moments_a_sweep_ends_with_the_same_bytes()
    {
        string[] overrides =
        [
            "compute:backend=simd", $"training:epochs={Epochs}", "checkpoint:everyEpochs=3", "data:validation=10",
            """estimator:reinforce={"baseline":"running-mean"}""",
            """sweep:axes={"estimator:name":["reinforce","straight-through"],"training:seed":[0,1]}""",
        ];
        using var whole = new TinyExperiment(train: 210);
        Assert.Equal(0, (await whole.RunAsync(overrides)).ExitCode);
        using var killed = new TinyExperiment(data: whole.Data);
        var sweep = new TinySweep(killed);
        Assert.Equal(0, (await killed.RunAsync(["--prepare", .. overrides])).ExitCode);

        var finished = new Dictionary<string, (DateTime, string)>();
        int landed = 0, amid = 0;
        // By what was measured, not by the clock, and by levels of the whole: what one kill threw away, the next makes up for. Where one was so
        // late that the next level is passed already, that one waits for something new. The last comes at three quarters, where trials have
        // finished and others train.
        double step = 0.75 * MetricsBytes(whole) / Kills;
        for (int kill = 0; kill < Kills; kill++)
        {
            var random = RandomStream.Create(11, Purpose.Figures, (ulong)kill);
            long before = MetricsBytes(killed);
            using Process process = Start("resume", killed.Results, "--parallel", "2");
            long level = Math.Max(before, (long)(kill * step) + random.Integer((int)step, 0));
            // Every fourth may die while it starts, or while it looks for its checkpoints.
            AwaitGrowth(killed, process, level, kill % 4 == 3 ? TimeSpan.FromMilliseconds(random.Integer(600, 0)) : TimeSpan.MaxValue);
            Thread.Sleep(random.Integer(6, 1));
            if (!process.HasExited) landed++;
            process.Kill();
            await process.WaitForExitAsync();
            if (MetricsBytes(killed) != before) amid++;
            NoteFinished(killed, finished);
        }

        DvaeCommand resumed = await DvaeCommand.RunAsync("resume", killed.Results);

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        // On a machine that keeps even a thread waiting the sweep may end before the last kills.
        Assert.True(landed >= Kills / 2, $"Only {landed} kills met a living process.");
        Assert.True(amid >= Kills / 2, $"Only {amid} kills came while trials trained.");
        Assert.NotEmpty(finished);
        Assert.Equal(new TinySweep(whole).Tables(), sweep.Tables());
        Assert.Equal(new TinySweep(whole).Weights(), sweep.Weights());
        Assert.Equal(new TinySweep(whole).Files(), sweep.Files());
        foreach ((string file, (DateTime, string) was) in finished) Assert.Equal(was, Stamp(file));
    }

    [Fact]
    public async Task A_trial_killed_by_its_launcher_goes_on_where_it_was()
    {
        string[] overrides = ["compute:backend=simd", "training:epochs=600", "checkpoint:everyEpochs=5"];
        using var whole = new TinyExperiment();
        await whole.RunAsync(overrides);
        using var killed = new TinyExperiment(data: whole.Data);
        Assert.Equal(0, (await killed.RunAsync(["--prepare", .. overrides])).ExitCode);
        string plan = Path.Combine(killed.Results, "plan.json");
        using (Process process = Start("trial", "--plan", plan, "--index", "0"))
        {
            await UntilCheckpointAsync(killed, process);
            process.Kill();
            await process.WaitForExitAsync();
        }
        string claim = Path.Combine(killed.Trial, "claim.json");
        Assert.True(File.Exists(claim), "A killed process cannot take its claim back.");

        DvaeCommand resumed = await DvaeCommand.RunAsync("trial", "--plan", plan, "--index", "0");

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains("goes on from epoch", resumed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(claim));
        Assert.Equal(0, (await DvaeCommand.RunAsync("collect", killed.Results)).ExitCode);
        Assert.Equal(new TinySweep(whole).Tables(), new TinySweep(killed).Tables());
        Assert.Equal(new TinySweep(whole).Files(), new TinySweep(killed).Files());
    }

    private static Process Start(params string[] arguments)
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "dvae.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        // Drained: a full pipe would stop it.
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static long MetricsBytes(TinyExperiment experiment) =>
        Directory.EnumerateFiles(Path.Combine(experiment.Results, "trials"), "metrics.csv", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    // A trial that goes on from a checkpoint first takes back what it will measure again. On the test's own thread: the pool's are taken by other
    // tests, and half a second of waiting for one is a sweep that has ended.
    private static void AwaitGrowth(TinyExperiment experiment, Process process, long bytes, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (!process.HasExited && watch.Elapsed < patience
            && (MetricsBytes(experiment) <= bytes || !File.Exists(Path.Combine(experiment.Results, "claim.json")))) Thread.Sleep(1);
    }

    private static async Task UntilCheckpointAsync(TinyExperiment experiment, Process process)
    {
        string trials = Path.Combine(experiment.Results, "trials");
        while (!Directory.EnumerateFiles(trials, "checkpoint.safetensors", SearchOption.AllDirectories).Any())
        {
            Assert.False(process.HasExited, "The trial ended by itself.");
            await Task.Delay(5);
        }
    }

    private static void NoteFinished(TinyExperiment experiment, Dictionary<string, (DateTime, string)> finished)
    {
        foreach (string state in Directory.EnumerateFiles(experiment.Results, "state.json", SearchOption.AllDirectories))
        {
            if (!File.ReadAllText(state).Contains("completed", StringComparison.Ordinal)) continue;
            foreach (string file in Directory.GetFiles(Path.GetDirectoryName(state)!).Where(file => !Path.GetFileName(file).Contains("claim")))
                finished.TryAdd(file, Stamp(file));
        }
    }

    private static (DateTime, string) Stamp(string file) =>
        (File.GetLastWriteTimeUtc(file), Convert.ToHexString(File.ReadAllBytes(file)));
}
