using System.Diagnostics;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>Signals to a real process: only there .NET's own handling of SIGTERM would show.</summary>
public class SignalTests
{
    [SkippableTheory]
    [InlineData("TERM"), InlineData("INT"), InlineData("HUP")]
    public async Task One_signal_saves_and_says_75(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var experiment = new TinyExperiment();
        using Process process = Start(experiment);
        await UntilTrainingAsync(experiment, process);

        Send(signal, process);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(75, process.ExitCode);
        Assert.True(File.Exists(Path.Combine(experiment.Trial, "checkpoint.safetensors")));
        Assert.EndsWith("\n", File.ReadAllText(Path.Combine(experiment.Results, "metrics.csv")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_signals_stop_at_once_and_say_130_and_a_resume_goes_on()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var experiment = new TinyExperiment();
        using Process process = Start(experiment);
        await UntilTrainingAsync(experiment, process);

        // Held still, so that both are there when it goes on.
        Send("STOP", process);
        Send("TERM", process);
        Send("INT", process);
        Send("CONT", process);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(130, process.ExitCode);
        using var source = new CancellationTokenSource();
        DvaeCommand resumed = await DvaeCommand.RunAsync(TimeProvider.System,
            line => { if (line.Contains("epoch 9/", StringComparison.Ordinal) || line.Contains("goes on", StringComparison.Ordinal)) source.Cancel(); },
            source.Token, "resume", experiment.Results);
        Assert.Equal(75, resumed.ExitCode);
    }

    private static Process Start(TinyExperiment experiment) => Process.Start(new ProcessStartInfo("dotnet",
    [
        Path.Combine(AppContext.BaseDirectory, "dvae.dll"), "run", experiment.Manifest, $"results:folder={experiment.Results}",
        "training:epochs=1000000",
    ])
    { RedirectStandardError = false, RedirectStandardOutput = false })!;

    private static async Task UntilTrainingAsync(TinyExperiment experiment, Process process)
    {
        string trials = Path.Combine(experiment.Results, "trials");
        while (!Directory.Exists(trials) || !Directory.EnumerateFiles(trials, "metrics.csv", SearchOption.AllDirectories)
                   .Any(file => new FileInfo(file).Length > 2000))
        {
            Assert.False(process.HasExited, "The run ended by itself.");
            await Task.Delay(20);
        }
    }

    private static void Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
