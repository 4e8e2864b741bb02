using System.Diagnostics;
using System.Text.Json;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

public class BenchCommandTests
{
    [Fact]
    public async Task Tables_hold_every_part_and_only_the_measured_backends()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await DvaeCommand.RunAsync("bench", experiment.Manifest, "--epochs", "2", "--threads", "1,2", "--backends", "simd,mathnet");
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Matches(@"tiny: 30-8-6, 6-8-30; 60 images in 6 steps of 10; 0\.00 MFLOP a datum", command.Output);
        foreach (string part in new[] { "FMA peak", "left by others", "seconds an epoch", "milliseconds a step", "GFLOP/s of the dense products", "decoder 8 to 30" })
            Assert.Contains(part, command.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +2 +mathnet +\d", command.Output);
        Assert.DoesNotContain("openblas", command.Output, StringComparison.Ordinal);
        Assert.Equal(4, command.Error.Split('\n').Count(line => line.Contains("s an epoch", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task JSON_holds_the_figures_and_the_peers_ratio_on_stdout_and_in_the_file()
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        using var experiment = new TinyExperiment();
        string file = Path.Combine(experiment.Folder, "bench.json");
        DvaeCommand command = await DvaeCommand.RunAsync("bench", experiment.Manifest, "--epochs", "3", "--backends", "mathnet", "--json",
            "--peer", "echo seconds 100; echo seconds 50", "--peer", "echo seconds 7", "--output", file);
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(File.ReadAllText(file).TrimEnd(), command.Output.TrimEnd());

        using var report = JsonDocument.Parse(command.Output);
        JsonElement epoch = Assert.Single(report.RootElement.GetProperty("epochs").EnumerateArray());
        JsonElement seconds = epoch.GetProperty("seconds");
        Assert.Equal((1, "mathnet", 3), (epoch.GetProperty("threads").GetInt32(), epoch.GetProperty("backend").GetString(), seconds.GetProperty("values").GetArrayLength()));
        double median = seconds.GetProperty("median").GetDouble();
        double flops = report.RootElement.GetProperty("work").GetProperty("flopsPerDatum").GetDouble();
        double peak = epoch.GetProperty("fmaPeak").GetProperty("values")[0].GetDouble();
        Assert.Equal(60 * flops / (peak * 1e9 * seconds.GetProperty("values")[0].GetDouble()), epoch.GetProperty("shareOfFmaBound").GetProperty("values")[0].GetDouble(), 1e-9);
        double present = epoch.GetProperty("presentFma").GetProperty("values")[2].GetDouble();
        Assert.Equal(60 * flops / (present * 1e9 * seconds.GetProperty("values")[2].GetDouble()), epoch.GetProperty("shareOfPresentFma").GetProperty("values")[2].GetDouble(), 1e-9);
        Assert.Equal(3, epoch.GetProperty("bytesPerStep").GetProperty("values").GetArrayLength());
        Assert.True(epoch.GetProperty("fullCollections").GetInt32() >= 0);
        JsonElement[] peers = [.. report.RootElement.GetProperty("peers").EnumerateArray()];
        Assert.Equal([50.0, 7.0], peers.Select(peer => peer.GetProperty("seconds").GetProperty("median").GetDouble()));
        Assert.Equal(50 / median, peers[0].GetProperty("ratios")[0].GetProperty("ratio").GetDouble(), 1e-6);
        Assert.Equal("mathnet", report.RootElement.GetProperty("profiles")[0].GetProperty("backend").GetString());
        Assert.Equal("tiny", report.RootElement.GetProperty("name").GetString());
    }

    /// <summary>In a process of its own: other tests allocate too.</summary>
    [Fact]
    public async Task An_epoch_allocates_under_a_kilobyte_a_step_and_collects_no_full_heap()
    {
        using var experiment = new TinyExperiment(train: 3000);
        using Process process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "dvae.dll"), "bench", experiment.Manifest, "estimator:name=reinforce", "training:batchSize=3",
            "compute:backend=simd", "--epochs", "3", "--threads", "1,2", "--backends", "simd", "--json",
        ])
        { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);

        using var report = JsonDocument.Parse(output);
        JsonElement[] epochs = [.. report.RootElement.GetProperty("epochs").EnumerateArray()];
        Assert.Equal(2, epochs.Length);
        Assert.All(epochs, epoch =>
        {
            Assert.Equal(0, epoch.GetProperty("fullCollections").GetInt32());
            Assert.InRange(epoch.GetProperty("bytesPerStep").GetProperty("median").GetDouble(), 1, 1024);
        });
    }

    [SkippableFact]
    public async Task A_failing_peer_is_an_error_and_leaves_no_file()
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        using var experiment = new TinyExperiment();
        string file = Path.Combine(experiment.Folder, "bench.json");
        DvaeCommand command = await DvaeCommand.RunAsync("bench", experiment.Manifest, "--epochs", "1", "--peer", "exit 9", "--output", file);
        Assert.Equal((3, ""), (command.ExitCode, command.Output));
        Assert.Contains("exit code 9", command.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("--threads: '0' is no number", "--threads", "0")]
    [InlineData("--threads: '' is no number", "--threads", "1,")]
    [InlineData("no backend 'cuda'. Known: simd", "--backends", "cuda")]
    [InlineData("--epochs: from 1", "--epochs", "0")]
    [InlineData("has 2 trials", "sweep:axes={\"training:seed\":[1,2]}")]
    [InlineData("the folder of '/nowhere/at/all.json' does not exist", "--output", "/nowhere/at/all.json")]
    public async Task Bad_usage_is_told_before_anything_is_measured(string message, params string[] arguments)
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await DvaeCommand.RunAsync(["bench", experiment.Manifest, .. arguments]);
        Assert.Equal((2, ""), (command.ExitCode, command.Output));
        Assert.Contains(message, command.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("turn", command.Error, StringComparison.Ordinal);
    }
}
