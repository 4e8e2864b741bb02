namespace DiscreteVae.Research.Datasets;

/// <summary>
/// The first 10 000 training and 2 000 test images of Fashion-MNIST (Xiao, Rasul and Vollgraf, arXiv 1708.07747), embedded in
/// the program so that a fresh machine can train without a network. Made by <c>Embedded/make.sh</c>; MIT licence beside it.
/// </summary>
internal sealed class FashionMnistSmall : IDatasetSource
{
    private const string Embedded = "embedded";

    /// <inheritdoc/>
    public string Name => "fashion-mnist-small";

    /// <inheritdoc/>
    public DatasetListing Describe(DatasetPlaces places) =>
        new(Name, "part of Fashion-MNIST, ships with the program", 10_000, 2_000, 28, 28, Embedded,
            "nothing: it is in the program");

    /// <inheritdoc/>
    public string? Locate(DatasetPlaces places) => Embedded;

    /// <inheritdoc/>
    public string Fetch(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation) => Embedded;

    /// <inheritdoc/>
    public Dataset Open(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation) =>
        new(Name, ReadSplit("train", IdxFolder.Train), ReadSplit("test", IdxFolder.Test), Embedded);

    private ImageSet ReadSplit(string split, string prefix) => IdxReader.ReadSet($"{Name} {split}",
        IdxFile.Embedded($"{Name}/{IdxFolder.ImagesFile(prefix)}.gz"),
        IdxFile.Embedded($"{Name}/{IdxFolder.LabelsFile(prefix)}.gz"));
}
