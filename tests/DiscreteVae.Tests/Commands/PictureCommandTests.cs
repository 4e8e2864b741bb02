using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>reconstruct, traverse and plot: pictures from what a run left.</summary>
public class PictureCommandTests
{
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47];

    [Fact]
    public async Task Reconstruct_draws_from_a_trials_folder_what_the_run_drew()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();
        string output = Path.Combine(experiment.Folder, "again.png");

        DvaeCommand command = await DvaeCommand.RunAsync("reconstruct", experiment.Trial, "--output", output, "--seed", "3");

        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(output, command.Output.Trim());
        AssertPng(output);
    }

    [Fact]
    public async Task A_results_folder_with_one_trial_stands_for_its_checkpoint()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();

        DvaeCommand command = await DvaeCommand.RunAsync("traverse", experiment.Results, "--image", "4");

        Assert.True(command.ExitCode == 0, command.Error);
        AssertPng(Path.Combine(experiment.Trial, "traversal.png"));
    }

    [Fact]
    public async Task Several_checkpoints_or_none_are_told_apart()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("""sweep:axes={"training:seed":[0,1]}""");
        DvaeCommand several = await DvaeCommand.RunAsync("traverse", experiment.Results);
        DvaeCommand none = await DvaeCommand.RunAsync("traverse", experiment.Folder);
        DvaeCommand missing = await DvaeCommand.RunAsync("traverse", Path.Combine(experiment.Folder, "nowhere.safetensors"));

        Assert.Equal((2, 2, 3), (several.ExitCode, none.ExitCode, missing.ExitCode));
        Assert.Contains("2 checkpoints", several.Error, StringComparison.Ordinal);
        Assert.Contains("no checkpoint.safetensors", none.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.safetensors", missing.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traverse", "--image", "20")]
    [InlineData("traverse", "--image", "-1")]
    [InlineData("reconstruct", "--images", "0")]
    public async Task A_number_out_of_range_is_told(string verb, string option, string value)
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("training:epochs=0");
        DvaeCommand command = await DvaeCommand.RunAsync(verb, experiment.Trial, option, value);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(option, command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_images_of_another_size_is_refused()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("training:epochs=0");
        IdxFiles.WriteFolder(Path.Combine(experiment.Folder, "data"), train: 10, test: 5, height: 5, width: 6);

        DvaeCommand command = await DvaeCommand.RunAsync("reconstruct", experiment.Trial, "--output", Path.Combine(experiment.Folder, "no.png"));

        Assert.Equal(2, command.ExitCode);
        Assert.Contains("6 x 5", command.Error, StringComparison.Ordinal);
        Assert.Contains("5 x 6", command.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(experiment.Folder, "no.png")));
    }

    [Fact]
    public async Task Plot_draws_every_trial_and_split_and_a_reference()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("""sweep:axes={"training:seed":[0,1]}""");
        string svg = Path.Combine(experiment.Folder, "elbo.svg");

        DvaeCommand command = await DvaeCommand.RunAsync(
            "plot", experiment.Results, "--kind", "trials", "--reference", $"the paper={Reference(experiment)}", "-o", svg);

        Assert.True(command.ExitCode == 0, command.Error);
        string drawn = File.ReadAllText(svg);
        foreach (string label in new[] { "seed=0, train", "seed=0, test", "seed=1, train", "seed=1, test", "the paper, train", "ELBO (nats per datum)", "epoch" })
            Assert.Contains(label, drawn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plot_draws_means_over_seeds_beside_a_reference()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("""sweep:axes={"training:seed":[0,1]}""");
        string svg = Path.Combine(experiment.Folder, "elbo.svg");

        DvaeCommand command = await DvaeCommand.RunAsync("plot", experiment.Results, "--reference", $"the paper={Reference(experiment)}", "-o", svg);

        Assert.True(command.ExitCode == 0, command.Error);
        string drawn = File.ReadAllText(svg);
        foreach (string label in new[] { "straight-through, train, 2 seeds", "straight-through, test, 2 seeds", "the paper, train" })
            Assert.Contains(label, drawn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plot_draws_all_that_the_folder_has()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("""sweep:axes={"estimator:name":["straight-through","reinmax"],"training:learningRate":[0.01,0.02],"training:seed":[0,1]}""");
        DvaeCommand command = await DvaeCommand.RunAsync("plot", experiment.Results);
        Assert.True(command.ExitCode == 0, command.Error);
        string[] drawn = [.. command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFileName(path.Trim()))];
        Assert.Equal(["elbo.png", "comparison.png", "heatmap.png", "codes.png", "reconstructions.png", "samples.png", "traversal.png"], drawn);
        Assert.All(drawn, name => AssertPng(Path.Combine(experiment.Results, name)));
    }

    [Theory]
    [InlineData("heatmap", "two keys")]
    [InlineData("gradients", "gradients.csv")]
    [InlineData("pie", "Known: curves, trials")]
    public async Task Plot_tells_what_a_kind_needs(string kind, string told)
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("training:epochs=1");
        DvaeCommand command = await DvaeCommand.RunAsync("plot", experiment.Results, "--kind", kind);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(told, command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_images_the_report_has_what_needs_none_and_says_what_is_missing()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("training:epochs=1");
        Directory.Delete(Path.Combine(experiment.Folder, "data"), recursive: true);
        DvaeCommand command = await DvaeCommand.RunAsync("report", experiment.Results);
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Contains("codes: the images of idx:", command.Error, StringComparison.Ordinal);
        string page = File.ReadAllText(command.Output.Trim());
        Assert.Contains("id=\"picture-samples\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"picture-codes\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--metric", "accuracy", "elbo")]
    [InlineData("--reference", "no-equals", "label=file.csv")]
    [InlineData("--reference", "a=missing.csv", "missing.csv")]
    public async Task Plot_tells_what_it_cannot_draw(string option, string value, string told)
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("training:epochs=1");
        DvaeCommand command = await DvaeCommand.RunAsync("plot", experiment.Results, option, value);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(told, command.Error, StringComparison.Ordinal);
    }

    private static string Reference(TinyExperiment experiment)
    {
        string path = Path.Combine(experiment.Folder, "reference.csv");
        File.WriteAllText(path, "epoch,train_elbo,other\n1,-20.5,3\n2,-19,4\n");
        return path;
    }

    private static void AssertPng(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(PngSignature, bytes[..4]);
        Assert.True(bytes.Length > 1000, $"{bytes.Length} bytes are no picture.");
    }
}
