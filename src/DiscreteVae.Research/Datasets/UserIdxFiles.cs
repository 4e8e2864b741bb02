namespace DiscreteVae.Research.Datasets;

/// <summary>
/// <c>idx:&lt;folder&gt;</c>: one's own images of any size in MNIST's file layout. Training and test images are required,
/// labels are not. A relative folder is relative to the current directory.
/// </summary>
internal sealed class UserIdxFiles(string folder) : IDatasetSource
{
    /// <summary>What the name of such a data set begins with.</summary>
    public const string Prefix = "idx:";

    private readonly string _folder = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public string Name { get; } = Prefix + folder;

    /// <inheritdoc/>
    public DatasetListing Describe(DatasetPlaces places)
    {
        Dataset dataset = Open(places, null, CancellationToken.None);
        return new DatasetListing(Name, "IDX files of your own", dataset.Train.Count, dataset.Test.Count, dataset.Train.Height,
            dataset.Train.Width, _folder, "nothing: the files are yours");
    }

    /// <inheritdoc/>
    public string? Locate(DatasetPlaces places) => new IdxFolder(_folder).IsWhole ? _folder : null;

    /// <inheritdoc/>
    public string Fetch(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation) =>
        Locate(places) ?? throw new UserErrorException(ExitCode.Usage,
            $"{Name} cannot be fetched: put {IdxFolder.ImagesFile(IdxFolder.Train)} and {IdxFolder.ImagesFile(IdxFolder.Test)}, "
            + $"plain or .gz, into {_folder}.");

    /// <inheritdoc/>
    public Dataset Open(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation)
    {
        if (!Directory.Exists(_folder))
            throw new UserErrorException(ExitCode.Environment, $"{Name}: there is no folder {_folder}.");
        return new IdxFolder(_folder).Read(Name);
    }
}
