using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Sweeps;

/// <summary>What the world does to a sweep: a clear error or recovery, and no finished trial lost.</summary>
public class FaultTests
{
    private const string Seeds = "sweep:axes:training:seed=[0,1,2]";

    [SkippableFact]
    public async Task A_full_disk_fails_trials_and_a_retry_with_space_gives_the_same_bytes()
    {
        using var whole = new TinyExperiment();
        using var disk = new SmallDisk("size=220k");
        disk.SkipUnlessMounted();
        string results = $"{disk.Path}/results";
        string[] overrides = [Seeds, "training:epochs=250", "checkpoint:everyEpochs=20"];
        await whole.RunAsync(overrides);
        DvaeCommand full = await DvaeCommand.RunAsync(["run", whole.Manifest, $"results:folder={results}", "--parallel", "1", .. overrides]);
        Assert.True(full.ExitCode is 1 or 3, full.Error);
        Assert.Contains("full", full.Error, StringComparison.Ordinal);
        disk.Remount("size=20m");

        DvaeCommand retried = await DvaeCommand.RunAsync("retry", "--failed", results);

        Assert.True(retried.ExitCode == 0, retried.Error);
        using var moved = new TinyExperiment(data: whole.Data);
        CopyFolder(results, moved.Results);
        Assert.Equal(new TinySweep(whole).Tables(), new TinySweep(moved).Tables());
        Assert.Equal(new TinySweep(whole).Weights(), new TinySweep(moved).Weights());
        Assert.Equal(new TinySweep(whole).Files(), new TinySweep(moved).Files());
    }

    [SkippableFact]
    public async Task A_file_system_that_turns_read_only_is_told_and_a_resume_goes_on()
    {
        using var experiment = new TinyExperiment();
        using var disk = new SmallDisk("size=20m");
        disk.SkipUnlessMounted();
        string results = $"{disk.Path}/results";
        await DvaeCommand.RunAsync("run", experiment.Manifest, $"results:folder={results}", Seeds, "--prepare");
        disk.Remount("ro");

        DvaeCommand refused = await DvaeCommand.RunAsync("resume", results);

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("read-only", refused.Error, StringComparison.Ordinal);
        disk.Remount("rw");
        Assert.Equal(0, (await DvaeCommand.RunAsync("resume", results)).ExitCode);
    }

    [Fact]
    public async Task A_results_folder_that_is_removed_ends_the_sweep_and_is_not_made_again()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync(
            line => { if (line.Contains("epoch 3/", StringComparison.Ordinal) && Directory.Exists(experiment.Results)) Directory.Delete(experiment.Results, true); },
            CancellationToken.None,
            Seeds, "training:epochs=60", "checkpoint:everyEpochs=5", "--parallel", "1");

        Assert.Equal(3, command.ExitCode);
        Assert.Contains(experiment.Results, command.Error, StringComparison.Ordinal);
        Assert.Contains("removed", command.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", command.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
    }

    [Fact]
    public async Task Two_processes_in_one_folder_are_one_too_many()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", Seeds, "training:epochs=100000");
        using var source = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        Task<DvaeCommand> first = DvaeCommand.RunAsync(TimeProvider.System,
            line => { if (line.Contains("epoch 1/", StringComparison.Ordinal)) begun.TrySetResult(); }, source.Token, "resume", experiment.Results, "--parallel", "1");
        await Task.WhenAny(begun.Task, first);

        DvaeCommand second = await DvaeCommand.RunAsync("resume", experiment.Results);
        DvaeCommand collect = await DvaeCommand.RunAsync("collect", experiment.Results);
        DvaeCommand busy = await DvaeCommand.RunAsync("trial", "--plan", Path.Combine(experiment.Results, "plan.json"), "--index", "0");

        foreach (DvaeCommand refused in new[] { second, collect, busy })
        {
            Assert.Equal(3, refused.ExitCode);
            Assert.Contains($"in use by process {Environment.ProcessId}", refused.Error, StringComparison.Ordinal);
        }
        Assert.False(first.IsCompleted);
        await source.CancelAsync();
        Assert.Equal(75, (await first).ExitCode);
    }

    [Fact]
    public async Task A_sweep_leaves_a_trial_to_the_launcher_that_has_it()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--prepare", Seeds, "training:epochs=400");
        using var source = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        Task<DvaeCommand> launched = DvaeCommand.RunAsync(TimeProvider.System,
            line => { if (line.Contains("epoch 1/", StringComparison.Ordinal)) begun.TrySetResult(); }, source.Token,
            "trial", "--plan", Path.Combine(experiment.Results, "plan.json"), "--index", "1");
        await Task.WhenAny(begun.Task, launched);
        // Held back until the sweep is over.
        await source.CancelAsync();
        await launched;
        using var claim = Research.Results.FolderClaims.Create(TimeProvider.System).Claim(new TinySweep(experiment).Trial(1));

        DvaeCommand sweep = await DvaeCommand.RunAsync("resume", experiment.Results);

        Assert.Equal(1, sweep.ExitCode);
        Assert.Contains("in use by", sweep.Error, StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(Path.Combine(experiment.Results, "trials.csv"));
        Assert.Equal(2, rows.Count(row => row.Contains(",completed,", StringComparison.Ordinal)));
        claim.Dispose();
        Assert.Equal(0, (await DvaeCommand.RunAsync("resume", experiment.Results)).ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_jumps_changes_no_number(bool forward)
    {
        string[] overrides = [Seeds, "training:epochs=12", "checkpoint:everyMinutes=1"];
        using var steady = new TinyExperiment();
        await steady.RunAsync(overrides);
        using var jumping = new TinyExperiment(data: steady.Data);

        DvaeCommand command = await DvaeCommand.RunAsync(
            new JumpingClock(forward), null, CancellationToken.None, ["run", jumping.Manifest, $"results:folder={jumping.Results}", .. overrides]);

        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(new TinySweep(steady).Tables(), new TinySweep(jumping).Tables());
        Assert.Equal(new TinySweep(steady).Files(), new TinySweep(jumping).Files());
        foreach (string row in File.ReadAllLines(Path.Combine(jumping.Results, "trials.csv")).Skip(1))
            Assert.DoesNotContain('-', row[(row.LastIndexOf(',') + 1)..]);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    // An hour a reading: somebody sets the clock, or the machine sleeps, again and again.
    private sealed class JumpingClock(bool forward) : TimeProvider
    {
        private long _readings;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(Jump());

        public override long GetTimestamp() => base.GetTimestamp() + Jump() * 3600 * TimestampFrequency;

        private long Jump() => Interlocked.Increment(ref _readings) * (forward ? 1 : -1);
    }
}
