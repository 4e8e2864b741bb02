namespace DiscreteVae.Tests.Support;

/// <summary>An experiment that runs in a fraction of a second: a few small images, a small model, a folder of its own.</summary>
internal sealed class TinyExperiment : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="train">Training images.</param>
    /// <param name="test">Test images.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="data">The images of another experiment, to run the same trials.</param>
    public TinyExperiment(int train = 60, int test = 20, int height = 6, int width = 5, string? data = null)
    {
        Data = data ?? _folder["data"];
        if (data is null) IdxFiles.WriteFolder(Data, train, test, height, width);
        Write("""
            {
              "name": "tiny",
              "data": { "dataset": "idx:DATA", "binarization": "dynamic" },
              "model": { "latents": 2, "categories": 3, "hidden": [8] },
              "estimator": { "name": "straight-through" },
              "training": { "epochs": 2, "batchSize": 10, "learningRate": 0.01, "seed": 3 },
              "compute": { "backend": "mathnet", "threads": 1 }
            }
            """);
    }

    public string Manifest => _folder["tiny.json"];

    public string Results => _folder["results"];

    /// <summary>The folder of the images.</summary>
    public string Data { get; }

    public string Folder => _folder.Path;

    /// <summary>Replaces the manifest; DATA stands for the folder of the images.</summary>
    public void Write(string manifest) => File.WriteAllText(Manifest, manifest.Replace("DATA", Data.Replace("\\", "/")));

    /// <summary>Runs it with overrides.</summary>
    public Task<DvaeCommand> RunAsync(params string[] overrides) =>
        DvaeCommand.RunAsync(["run", Manifest, $"results:folder={Results}", .. overrides]);

    /// <summary>Runs it with overrides until it is cancelled.</summary>
    public Task<DvaeCommand> RunAsync(CancellationToken cancellationToken, params string[] overrides) =>
        RunAsync(null, cancellationToken, overrides);

    /// <summary>The same, with every line of progress told at once.</summary>
    public Task<DvaeCommand> RunAsync(Action<string>? progress, CancellationToken cancellationToken, params string[] overrides) =>
        DvaeCommand.RunAsync(TimeProvider.System, progress, cancellationToken, ["run", Manifest, $"results:folder={Results}", .. overrides]);

    public byte[] Bytes(params string[] parts) => File.ReadAllBytes(Path.Combine([Results, .. parts]));

    /// <summary>The folder of the only trial.</summary>
    public string Trial => Assert.Single(Directory.GetDirectories(Path.Combine(Results, "trials")));

    public void Dispose() => _folder.Dispose();
}
