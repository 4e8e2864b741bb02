using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DiscreteVae.Research.Clusters;

namespace DiscreteVae.Tests.Support.Slurm;

/// <summary>A tiny sweep that is submitted to Slurm, and what is done to it there.</summary>
internal sealed class SlurmExperiment : IDisposable
{
    // Steps enough that a trial is met while it trains, and that it still does when a signal comes; the minutes of a checkpoint set to none.
    private static readonly string[] Settings =
    [
        "compute:backend=simd", "training:epochs=1200", "evaluation:every=300", "checkpoint:everyEpochs=20", "checkpoint:everyMinutes=0",
    ];

    // Jobs are found by their names: each experiment has one of its own.
    public string[] Overrides { get; }

    public SlurmExperiment(params string[] overrides)
    {
        Overrides = [$"name=t{Guid.NewGuid():N}"[..18], .. Settings, .. overrides];
        Tiny = new TinyExperiment(train: 600);
        Sweep = new TinySweep(Tiny);
    }

    public TinyExperiment Tiny { get; }

    public TinySweep Sweep { get; }

    public string Results => Tiny.Results;

    /// <summary>The same trials in one process.</summary>
    public async Task<(string Tables, SortedDictionary<string, byte[]> Weights)> ReferenceAsync()
    {
        using var whole = new TinyExperiment(data: Tiny.Data);
        DvaeCommand command = await whole.RunAsync(Overrides);
        Assert.True(command.ExitCode == 0, command.Error);
        var sweep = new TinySweep(whole);
        return (sweep.Tables(), sweep.Weights());
    }

    public Task<DvaeCommand> SubmitAsync(params string[] options) => SubmitToAsync(Results, options);

    public async Task<DvaeCommand> SubmitToAsync(string results, params string[] options)
    {
        string[] time = options.Contains("--time") ? [] : ["--time", "10"];
        DvaeCommand command = await DvaeCommand.RunAsync(
            ["submit", "slurm", Tiny.Manifest, $"results:folder={results}", .. Overrides, .. time, .. options]);
        Assert.True(command.ExitCode == 0, command.Error);
        return command;
    }

    /// <summary>The jobs submitted so far.</summary>
    public IReadOnlyList<SlurmJob> Jobs => SlurmJobs.Read(Results).Jobs;

    /// <summary>
    /// Waits until a trial trains, and stops its process there, so that what follows meets it whatever the machine's speed.
    /// </summary>
    public async Task<int> HoldAsync(int trial)
    {
        int process = 0;
        await SlurmCluster.UntilAsync(() => Started(trial, out process), () => $"Trial {trial} did not start to train.\n{Logs()}");
        Signal("STOP", process);
        Assert.DoesNotContain("completed", Sweep.State(trial), StringComparison.Ordinal);
        return process;
    }

    public static void Signal(string signal, int process)
    {
        using Process kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>
    /// Lets a stopped process go on once SIGTERM has come: it waits for it there, or Slurm has sent SIGCONT along, and the process is on
    /// its way.
    /// </summary>
    public async Task ContinueOnTermAsync(int process)
    {
        await SlurmCluster.UntilAsync(() => !IsStoppedWithoutTerm(process), () => $"No SIGTERM came.\n{Logs()}");
        using Process kill = Process.Start(new ProcessStartInfo("kill", ["-s", "CONT", process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }

    private static bool IsStoppedWithoutTerm(int process)
    {
        try
        {
            string[] lines = File.ReadAllLines($"/proc/{process}/status");
            string Value(string name) => lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
            ulong pending = ulong.Parse(Value("ShdPnd:"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            const int term = 15;
            return Value("State:")[0] == 'T' && (pending >> (term - 1) & 1) == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for the collecting job of the last submission, whose end is the end of all.</summary>
    public async Task EndAsync()
    {
        long collect = Jobs[^1].Job;
        await SlurmCluster.UntilAsync(() => State(collect) is "COMPLETED" or "FAILED", () => $"The sweep did not end.\n{Logs()}");
        Assert.True(State(collect) == "COMPLETED", Logs());
    }

    public static string State(long job) =>
        SlurmCluster.Run("squeue", "--noheader", "--states=all", $"--jobs={job}", "--Format=State:20").Split('\n')[0].Trim();

    public IReadOnlyList<TrialAttempt> Attempts(int trial) => TrialAttempts.Read(Sweep.Trial(trial)).All;

    public string Logs() => string.Join('\n', Directory.Exists(Path.Combine(Results, "slurm", "logs"))
        ? Directory.GetFiles(Path.Combine(Results, "slurm", "logs")).Order(StringComparer.Ordinal).Select(file => $"{file}:\n{File.ReadAllText(file)}")
        : []);

    public void Dispose() => Tiny.Dispose();

    private bool Started(int trial, out int process)
    {
        process = 0;
        string claim = Path.Combine(Sweep.Trial(trial), "claim.json"), metrics = Path.Combine(Sweep.Trial(trial), "metrics.csv");
        if (!File.Exists(claim) || !File.Exists(metrics) || new FileInfo(metrics).Length < 3000) return false;
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(claim));
        process = json.RootElement.GetProperty("pid").GetInt32();
        return true;
    }
}
