using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Manifests;

public sealed class ManifestLoaderTests
{
    [Fact]
    public void The_name_is_the_files_and_the_folder_follows_the_name()
    {
        ExperimentPlan plan = ManifestFile.Load("""{ "description": "why" }""");
        Assert.Equal(("m", Path.Join("results", "m"), "why"), (plan.Name, plan.Folder, plan.Description));
        Assert.Equal(Path.Join("results", "other"), ManifestFile.Load("{}", "name=other").Folder);
        Assert.Equal("2025", ManifestFile.Load("{}", "name=2025").Name);
        Assert.Equal("/tmp/here", ManifestFile.Load("{}", "results:folder=/tmp/here").Folder);
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("-dash")]
    [InlineData("dot.")]
    [InlineData("two words")]
    [InlineData("nul")]
    [InlineData("com1.x")]
    [InlineData("é")]
    public void A_name_that_is_no_safe_folder_is_an_error(string name)
    {
        string error = Assert.Single(ManifestFile.Errors("{}", $"name={name}"));
        Assert.StartsWith($"name: '{name}' cannot name a folder everywhere", error, StringComparison.Ordinal);
        Assert.EndsWith("(command line)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_name_has_at_most_a_hundred_characters(int length, bool valid)
    {
        string name = new('a', length);
        if (valid)
            Assert.Equal(name, ManifestFile.Load("{}", $"name={name}").Name);
        else
            Assert.Single(ManifestFile.Errors("{}", $"name={name}"));
    }

    [Fact]
    public void The_resolved_manifest_holds_every_key_of_the_contract_in_order() =>
        Assert.Equal(
            [
                "name", "description", "data", "model", "estimator", "temperature", "klWeight", "training", "evaluation",
                "checkpoint", "compute", "results", "sweep",
            ],
            ManifestFile.Load("{}").Resolved.Select(pair => pair.Key));

    [Fact]
    public void Loading_twice_gives_equal_plans()
    {
        const string Json = """{ "sweep": { "axes": { "training:seed": [0, 1] } } }""";
        ExperimentPlan first = ManifestFile.Load(Json), second = ManifestFile.Load(Json);
        Assert.Equal(first.Resolved.ToJsonString(), second.Resolved.ToJsonString());
        Assert.Equal(first.Trials.Select(trial => trial.Id), second.Trials.Select(trial => trial.Id));
        Assert.Equal(2, first.Trials.Select(trial => trial.Id).Distinct().Count());
    }
}
