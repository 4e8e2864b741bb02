using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>What a user may get wrong: a clear error, the right exit code, and nothing half-written.</summary>
public class BadInputTests
{
    [Theory]
    [InlineData("model:latents=0", "model:latents", 2)]
    [InlineData("model:categories=0", "model:categories", 2)]
    [InlineData("model:hidden=[8,0]", "model:hidden", 2)]
    [InlineData("training:learningRate=NaN", "training:learningRate", 2)]
    [InlineData("training:learningRate=-1", "training:learningRate", 2)]
    [InlineData("training:bachSize=5", "'batchSize'", 2)]
    [InlineData("training:batchSize=61", "training:batchSize", 2)]
    [InlineData("data:validation=60", "data:validation", 2)]
    [InlineData("data:validation=51", "training:batchSize", 2)]
    [InlineData("estimator:name=strait-through", "straight-through", 2)]
    [InlineData("temperature=0", "temperature", 2)]
    [InlineData("data:dataset=mnits", "mnist", 2)]
    [InlineData("compute:backend=cuda", "simd", 2)]
    [InlineData("no-equals-sign", "key:path=value", 2)]
    [InlineData("--unknown", "--unknown", 2)]
    public async Task A_bad_override_is_named_and_nothing_is_written(string bad, string named, int exitCode)
    {
        using var experiment = new TinyExperiment();

        DvaeCommand command = await experiment.RunAsync(bad);

        Assert.Equal(exitCode, command.ExitCode);
        Assert.Contains(named, command.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", command.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
    }

    [Fact]
    public async Task Every_error_is_told_at_once()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync("model:latents=0", "training:learningRate=NaN", "training:bachSize=5");
        Assert.Equal(2, command.ExitCode);
        foreach (string key in new[] { "model:latents", "training:learningRate", "training:bachSize" })
            Assert.Contains(key, command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_images_are_an_error_of_the_environment()
    {
        using var experiment = new TinyExperiment();
        string images = Path.Combine(experiment.Folder, "data", "train-images-idx3-ubyte");
        File.WriteAllBytes(images, File.ReadAllBytes(images)[..^7]);

        DvaeCommand command = await experiment.RunAsync();

        Assert.Equal(3, command.ExitCode);
        Assert.Contains("train-images-idx3-ubyte", command.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(experiment.Results));
    }

    [SkippableFact]
    public async Task A_read_only_results_folder_is_told_and_left_alone()
    {
        using var experiment = new TinyExperiment();
        // Mode bits would not hold root back; a read-only file system does.
        using var disk = new SmallDisk("size=64k,ro");
        disk.SkipUnlessMounted();

        DvaeCommand command = await DvaeCommand.RunAsync("run", experiment.Manifest, $"results:folder={disk.Path}/results");

        Assert.Equal(3, command.ExitCode);
        Assert.Contains(disk.Path, command.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task A_file_in_the_way_of_the_results_folder_is_told_and_left_alone()
    {
        using var experiment = new TinyExperiment();
        File.WriteAllText(experiment.Results, "precious");

        DvaeCommand command = await experiment.RunAsync();

        Assert.Equal(3, command.ExitCode);
        Assert.Contains(experiment.Results, command.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(experiment.Results));
    }

    [SkippableFact]
    public async Task A_plan_that_does_not_fit_takes_its_folders_with_it()
    {
        using var experiment = new TinyExperiment();
        using var disk = new SmallDisk("size=16k");
        disk.SkipUnlessMounted();

        DvaeCommand command = await DvaeCommand.RunAsync(
            "run", experiment.Manifest, $"results:folder={disk.Path}/results", $"description={new string('x', 40_000)}");

        Assert.Equal(3, command.ExitCode);
        Assert.Contains("is full", command.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [SkippableFact]
    public async Task A_full_disk_fails_the_trial_with_whole_lines_left()
    {
        using var experiment = new TinyExperiment();
        using var disk = new SmallDisk("size=64k");
        disk.SkipUnlessMounted();

        DvaeCommand command = await DvaeCommand.RunAsync(
            "run", experiment.Manifest, $"results:folder={disk.Path}/results", "training:epochs=2000");

        Assert.True(command.ExitCode is 1 or 3, command.Error);
        Assert.Contains("full", command.Error, StringComparison.OrdinalIgnoreCase);
        foreach (string file in Directory.EnumerateFiles(disk.Path, "*.csv", SearchOption.AllDirectories))
            Assert.EndsWith("\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(disk.Path, "*.partial", SearchOption.AllDirectories));
    }
}
