using System.Text.Json;
using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>A model from a checkpoint, to draw pictures with, on one thread of the first backend that is here.</summary>
internal sealed class TrainedModel : IDisposable
{
    private readonly IBackend _backend;

    private TrainedModel(CheckpointContent content)
    {
        Content = content;
        Binarization = Enum.GetValues<Binarization>()
            .First(kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()) == content.Binarization);
        _backend = BackendRegistry.All.First(entry => entry.WhyUnavailable() is null).Create(1);
        Model = TrialCheckpoint.Load(content, _backend);
    }

    /// <summary>What the checkpoint holds.</summary>
    public CheckpointContent Content { get; }

    /// <summary>The model.</summary>
    public CategoricalVae Model { get; }

    /// <summary>How it was shown its images.</summary>
    public Binarization Binarization { get; }

    /// <summary>Data set, trial and epoch, for a picture's title.</summary>
    public string Title => $"{Content.Dataset}, trial {Content.Trial}, epoch {Content.Epoch}";

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="UserErrorException">It cannot be read or is none.</exception>
    public static TrainedModel Read(string path) => new(Checkpoint.Read(path));

    /// <summary>The test images of its data set.</summary>
    /// <param name="folder">As <c>data:folder</c>, or null.</param>
    /// <param name="notes">Told of a download.</param>
    /// <exception cref="UserErrorException">They cannot be had, or are of another size.</exception>
    public ImageSet Images(string? folder, IProgress<string> notes)
    {
        Dataset dataset = DatasetRegistry.Open(new DataSection { Dataset = Content.Dataset, Folder = folder }, notes);
        if ((dataset.Test.Height, dataset.Test.Width) == (Content.Height, Content.Width)) return dataset.Test;
        throw new UserErrorException(ExitCode.Usage,
            $"The checkpoint is of {Content.Height} x {Content.Width} images, and {dataset.Name} has {dataset.Test.Height} x {dataset.Test.Width} ({dataset.Source}).");
    }

    /// <summary>Whether the test images are on this machine, so that nothing would be downloaded.</summary>
    public bool HasImages(string? folder)
    {
        try
        {
            return DatasetRegistry.Locate(Content.Dataset, DatasetPlaces.FromEnvironment(folder)) is not null;
        }
        catch (UserErrorException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _backend.Dispose();
}
