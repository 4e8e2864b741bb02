using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// The data sets by name. A new one is a source file and a line in <see cref="Sources"/>; <c>idx:&lt;folder&gt;</c> takes files
/// of one's own without either.
/// </summary>
public static class DatasetRegistry
{
    private static readonly IDatasetSource[] Sources =
    [
        new FashionMnistSmall(),
        Mnist.Source,
        FashionMnist.Source,
    ];

    /// <summary>The registered names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sources.Select(source => source.Name)];

    /// <summary>
    /// Whether a manifest may name it: registered, or <c>idx:&lt;folder&gt;</c>. Says nothing about its being here.
    /// </summary>
    public static bool IsKnown(string name) => Find(name) is not null;

    /// <summary>Reads the data set of a manifest, after downloading it where it is on no place of this machine.</summary>
    /// <param name="data">Its name and, perhaps, a folder.</param>
    /// <param name="notes">Is told of downloads, and of files that are not the published ones.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="UserErrorException">The name is unknown, a file is broken, or the data set cannot be had.</exception>
    public static Dataset Open(DataSection data, IProgress<string>? notes = null, CancellationToken cancellation = default) =>
        Open(data.Dataset, DatasetPlaces.FromEnvironment(data.Folder), notes, cancellation);

    /// <summary>The same with the places given.</summary>
    /// <exception cref="UserErrorException">The name is unknown, a file is broken, or the data set cannot be had.</exception>
    public static Dataset Open(
        string name, DatasetPlaces places, IProgress<string>? notes = null, CancellationToken cancellation = default)
    {
        IDatasetSource source = Get(name);
        if (places.Folder is string folder && !Directory.Exists(folder))
            throw new UserErrorException(ExitCode.Environment, $"data:folder: there is no folder {Path.GetFullPath(folder)}.");
        return source.Open(places, notes, cancellation);
    }

    /// <summary>The folder in which a data set lies now, "embedded", or null.</summary>
    /// <exception cref="UserErrorException">The name is unknown.</exception>
    public static string? Locate(string name, DatasetPlaces? places = null) =>
        Get(name).Locate(places ?? DatasetPlaces.FromEnvironment());

    /// <summary>All registered data sets: what they are and where.</summary>
    public static IReadOnlyList<DatasetListing> Describe(DatasetPlaces? places = null)
    {
        places ??= DatasetPlaces.FromEnvironment();
        return [.. Sources.Select(source => source.Describe(places))];
    }

    /// <summary>One data set: what it is and where. The files of an <c>idx:&lt;folder&gt;</c> are read for it.</summary>
    /// <exception cref="UserErrorException">The name is unknown, or one's own files are broken.</exception>
    public static DatasetListing Describe(string name, DatasetPlaces? places = null) =>
        Get(name).Describe(places ?? DatasetPlaces.FromEnvironment());

    /// <summary>Downloads a data set into the user's cache unless it is on this machine, and returns where it lies.</summary>
    /// <exception cref="UserErrorException">
    /// The name is unknown, or the download failed; nothing half-written is left.
    /// </exception>
    public static string Fetch(
        string name, DatasetPlaces? places = null, IProgress<string>? notes = null, CancellationToken cancellation = default) =>
        Get(name).Fetch(places ?? DatasetPlaces.FromEnvironment(), notes, cancellation);

    private static IDatasetSource Get(string name) => Find(name) ?? throw new UserErrorException(ExitCode.Usage,
        $"data:dataset: there is no data set '{name}'. Known: {string.Join(", ", Names)}, {UserIdxFiles.Prefix}<folder>.");

    private static IDatasetSource? Find(string name) =>
        name.StartsWith(UserIdxFiles.Prefix, StringComparison.Ordinal) && name.Length > UserIdxFiles.Prefix.Length
            ? new UserIdxFiles(name[UserIdxFiles.Prefix.Length..])
            : Array.Find(Sources, source => source.Name == name);
}
