using System.Collections;
using System.Diagnostics;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Results;

using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class EnvironmentRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_says_where_the_trial_ran()
    {
        var environment = EnvironmentRecord.Gather(
            new StoppedClock(), _folder.Path, ["run", "quickstart.json"], new BackendRecord("simd", "1", 2),
            new DataRecord("mnist", new Dictionary<string, string> { ["train-images"] = "ab12" }));
        TrialFolder trial = PlannedFolder.Create(_folder["r"], new JsonObject()).Trial("t");
        trial.WriteEnvironment(environment);
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(trial.FullPath, "environment.json")))!;

        Assert.StartsWith("0.", json["dvaeVersion"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("5.", json["packages"]!["MathNet.Numerics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            ["MathNet.Numerics", "System.Numerics.Tensors", "System.Threading.Tasks.Dataflow"],
            json["packages"]!.AsObject().Select(pair => pair.Key));
        Assert.Contains(".NET", json["runtime"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessorCount, json["logicalCores"]!.GetValue<int>());
        Assert.Contains(json["vectorBits"]!.GetValue<int>(), new[] { 0, 128, 256, 512 });
        Assert.Equal("simd", json["backend"]!["name"]!.GetValue<string>());
        Assert.Equal("ab12", json["data"]!["checksums"]!["train-images"]!.GetValue<string>());
        Assert.Equal("quickstart.json", json["commandLine"]![1]!.GetValue<string>());
        Assert.Equal("2025-05-16T00:00:00+00:00", json["started"]!.GetValue<string>());
        Assert.Null(json["git"]);
        Assert.True(json.AsObject().ContainsKey("git"));
        Assert.NotNull(json["culture"]);
        Assert.NotNull(json["variables"]);
        if (OperatingSystem.IsLinux() && environment.Architecture == "x64")
            Assert.False(string.IsNullOrEmpty(environment.Processor));
    }

    [Fact]
    public void Only_variables_that_matter_are_kept()
    {
        IDictionary all = new Dictionary<string, string>
        {
            ["OPENBLAS_NUM_THREADS"] = "2",
            ["MKL_CBWR"] = "AVX2",
            ["DOTNET_EnableAVX512"] = "0",
            ["DVAE__training__seed"] = "1",
            ["PASSWORD"] = "secret",
            ["PATH"] = "/bin",
        };
        Assert.Equal(
            ["DOTNET_EnableAVX512", "DVAE__training__seed", "MKL_CBWR", "OPENBLAS_NUM_THREADS"],
            EnvironmentRecord.ReadVariables(all).Keys);
    }

    [SkippableFact]
    public void The_commit_and_whether_files_differ_from_it_are_known()
    {
        Skip.IfNot(Git("init", "-q"), "There is no git.");
        Assert.Null(GitState.Read(_folder.Path));
        File.WriteAllText(_folder["a"], "1");
        Assert.True(Git("add", "a"));
        string[] identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        Assert.True(Git([.. identity, "commit", "-q", "-m", "a"]));
        GitState clean = GitState.Read(_folder.Path)!;
        Assert.Matches("^[0-9a-f]{40}$", clean.Commit);
        Assert.False(clean.Dirty);
        File.WriteAllText(_folder["a"], "22");
        Assert.Equal(clean with { Dirty = true }, GitState.Read(_folder.Path));
    }

    private bool Git(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.Path };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 5, 16, 0, 0, 0, TimeSpan.Zero);
    }
}
