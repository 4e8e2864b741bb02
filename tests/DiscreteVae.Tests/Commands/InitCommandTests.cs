using System.Text.Json;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Commands;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace DiscreteVae.Tests.Commands;

public class InitCommandTests
{
    [Fact]
    public async Task The_manifest_loads_is_all_defaults_and_explains_every_key()
    {
        using var folder = new TemporaryFolder();

        DvaeCommand command = await DvaeCommand.RunAsync("init", folder["my-study"]);

        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(folder["my-study.json"], command.Output.Trim());
        string text = File.ReadAllText(folder["my-study.json"]);
        ExperimentPlan plan = Load(folder["my-study.json"]);
        Assert.Equal("my-study", plan.Name);
        Assert.Equal(Load(Empty(folder, "my-study")).Trials.Select(trial => trial.Id), plan.Trials.Select(trial => trial.Id));
        // Every line with a key has a comment above it, and the keys are those of the contracts.
        string[] lines = [.. text.Split('\n').Where(line => line.Trim().Length > 0)];
        foreach ((string line, string before) in lines.Skip(1).Zip(lines).Where(pair => pair.First.TrimStart().StartsWith('"')))
            Assert.True(before.TrimStart().StartsWith("//", StringComparison.Ordinal), $"Nothing explains {line.Trim()}.");
        JsonObject root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        var contracts = new ManifestContracts(ManifestArguments.Vocabulary);
        foreach (KeyContract key in contracts.For(typeof(TrialManifest)).Keys.Concat(contracts.For(typeof(ManifestHeader)).Keys))
            Assert.True(root.ContainsKey(key.Name), $"The key {key.Name} is not there.");
        Assert.True(root.ContainsKey("sweep"));
        Assert.DoesNotContain('\r', text);
    }

    [Fact]
    public async Task Every_estimator_can_be_begun_with()
    {
        using var folder = new TemporaryFolder();
        foreach (string estimator in ManifestArguments.Vocabulary.Estimators.Keys)
        {
            DvaeCommand command = await DvaeCommand.RunAsync("init", folder[estimator], "--estimator", estimator, "estimator:samples=4", "model:categories=2");
            Assert.True(command.ExitCode == 0, $"{estimator}: {command.Error}");
            Assert.Equal(estimator, Load(folder[estimator + ".json"]).Trials[0].Manifest.Estimator.Name);
        }
    }

    [Fact]
    public async Task An_existing_file_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine.json"], "precious");
        DvaeCommand command = await DvaeCommand.RunAsync("init", folder["mine.json"]);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("mine.json", command.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(folder["mine.json"]));
    }

    [Theory]
    [InlineData("--estimator", "rlo", "'rloo'")]
    [InlineData("--dataset", "mnits", "'mnist'")]
    [InlineData("model:latent=2", null, "'latents'")]
    [InlineData("model:latents=two", null, "model:latents")]
    public async Task A_wrong_value_is_told_and_nothing_is_written(string argument, string? value, string told)
    {
        using var folder = new TemporaryFolder();
        DvaeCommand command = await DvaeCommand.RunAsync(["init", folder["x"], argument, .. value is null ? Array.Empty<string>() : [value]]);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(told.Trim('\''), command.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Entries());
    }

    private static string Empty(TemporaryFolder folder, string name)
    {
        Directory.CreateDirectory(folder["empty"]);
        File.WriteAllText(folder["empty", name + ".json"], "{}");
        return folder["empty", name + ".json"];
    }

    private static ExperimentPlan Load(string path) =>
        ManifestLoader.Load(path, [], new ConfigurationBuilder().Build(), ManifestArguments.Vocabulary);
}
