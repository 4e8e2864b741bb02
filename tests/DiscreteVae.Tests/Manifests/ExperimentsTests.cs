using DiscreteVae.Research.Manifests;
using Microsoft.Extensions.Configuration;

namespace DiscreteVae.Tests.Manifests;

/// <summary>The manifests that ship with the project.</summary>
public sealed class ExperimentsTests
{
    private static ManifestVocabulary Vocabulary => DiscreteVae.Research.Commands.ManifestArguments.Vocabulary;

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)!)
            .Where(name => !name.EndsWith(".schema.json", StringComparison.Ordinal))];

    internal static string Folder
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Join(folder, "DiscreteVae.Research.sln")))
                folder = Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException("The tests must run below the solution's folder.");
            return Path.Join(folder, "experiments");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_manifest_loads_under_its_own_name_and_says_what_it_shows(string file)
    {
        ExperimentPlan plan = Load(file);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), plan.Name);
        Assert.EndsWith(".", plan.Description, StringComparison.Ordinal);
        Assert.NotEmpty(plan.Trials);
    }

    [Fact]
    public void The_tutorial_is_set_up_as_published()
    {
        TrialManifest trial = Assert.Single(Load("tutorial-mnist.json").Trials).Manifest;
        Assert.Equal((4, 8), (trial.Model.Latents, trial.Model.Categories));
        Assert.Equal([512, 256], trial.Model.Hidden);
        Assert.Equal(("mnist", Binarization.Dynamic), (trial.Data.Dataset, trial.Data.Binarization));
        Assert.Equal((160, 100, "adam"), (trial.Training.Epochs, trial.Training.BatchSize, trial.Training.Optimizer));
        Assert.Equal(5e-4, trial.Training.LearningRate.Schedule.At(0));
        Assert.Equal("reinforce", trial.Estimator.Name);
    }

    internal static ExperimentPlan Load(string file) =>
        ManifestLoader.Load(Path.Join(Folder, file), [], new ConfigurationBuilder().Build(), Vocabulary);
}
