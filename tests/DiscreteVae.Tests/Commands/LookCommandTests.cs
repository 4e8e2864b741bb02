using System.Diagnostics;
using DiscreteVae.Backends;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>plan, doctor and data: verbs that look and write nothing.</summary>
public class LookCommandTests
{
    [Fact]
    public async Task Plan_shows_the_trials_and_writes_nothing()
    {
        using var experiment = new TinyExperiment();

        DvaeCommand command = await DvaeCommand.RunAsync("plan", experiment.Manifest, $"results:folder={experiment.Results}",
            """sweep:axes={"estimator:name":["reinforce","gumbel-softmax"],"training:seed":[7,8]}""");

        Assert.True(command.ExitCode == 0, command.Error);
        string[] lines = command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Count(line => line.Contains("2 x 3", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("gumbel-softmax", StringComparison.Ordinal) && line.Contains('8', StringComparison.Ordinal));
        Assert.False(Directory.Exists(experiment.Results));
    }

    [Fact]
    public async Task Data_list_names_every_data_set()
    {
        DvaeCommand command = await DvaeCommand.RunAsync("data", "list");
        Assert.Equal(0, command.ExitCode);
        foreach (string name in DatasetRegistry.Names) Assert.Contains(name, command.Output, StringComparison.Ordinal);
        Assert.Contains("embedded", command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_fetch_finds_what_is_here_and_tells_what_is_unknown()
    {
        DvaeCommand here = await DvaeCommand.RunAsync("data", "fetch", "fashion-mnist-small");
        DvaeCommand unknown = await DvaeCommand.RunAsync("data", "fetch", "imagenet");
        Assert.Equal((0, 2), (here.ExitCode, unknown.ExitCode));
        Assert.Contains("embedded", here.Output, StringComparison.Ordinal);
        Assert.Contains("imagenet", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("fashion-mnist", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_shows_every_backend_and_data_set_with_figures()
    {
        DvaeCommand command = await DvaeCommand.RunAsync("doctor", "--threads", "1");
        Assert.True(command.ExitCode == 0, command.Error);
        foreach (string name in BackendRegistry.All.Select(entry => entry.Name).Concat(DatasetRegistry.Names))
            Assert.Contains(name, command.Output, StringComparison.Ordinal);
        Assert.Matches(@"simd +\d+ GFLOP/s +1 threads", command.Output);
    }

    /// <summary>MKL ends a process whose folder was deleted, in the middle of a run where 'auto' tries it.</summary>
    [SkippableFact]
    public async Task Doctor_in_a_folder_that_was_deleted_passes_over_the_libraries()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere a folder in use is not deleted.");
        using var folder = new TemporaryFolder();
        const string script = """mkdir "$1" && cd "$1" && rmdir "$1" && exec dotnet "$2" doctor --threads 1""";
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", script, "sh", folder["gone"], Path.Combine(AppContext.BaseDirectory, "dvae.dll")])
        {
            RedirectStandardOutput = true,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Matches(@"simd +\d+ GFLOP/s", output);
        Assert.Matches(@"mkl +.*the current folder was deleted", output);
    }

    [Fact]
    public async Task Help_and_version_are_there_and_an_unknown_verb_is_not()
    {
        DvaeCommand help = await DvaeCommand.RunAsync("--help");
        DvaeCommand unknown = await DvaeCommand.RunAsync("trian");
        Assert.Equal((0, 2), (help.ExitCode, unknown.ExitCode));
        foreach (string verb in new[] { "run", "plan", "data", "plot", "doctor", "bench", "reconstruct", "traverse" })
            Assert.Contains(verb, help.Output, StringComparison.Ordinal);
        Assert.Contains("trian", unknown.Error, StringComparison.Ordinal);
    }
}
