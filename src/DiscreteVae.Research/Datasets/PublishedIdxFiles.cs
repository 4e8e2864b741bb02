namespace DiscreteVae.Research.Datasets;

/// <summary>
/// A published data set of four IDX files whose checksums are known. It is read from the first place that has it; one that is
/// nowhere is downloaded into the user's cache.
/// </summary>
internal sealed class PublishedIdxFiles : IDatasetSource
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>What it shows, by whom.</summary>
    public required string Description { get; init; }

    /// <summary>The address under which the files lie, each with <c>.gz</c> after its name.</summary>
    public required Uri Home { get; init; }

    /// <summary>Training images.</summary>
    public required int TrainImages { get; init; }

    /// <summary>Test images.</summary>
    public required int TestImages { get; init; }

    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>SHA-256 of each uncompressed file, in lower-case hex, by the file's name.</summary>
    public required IReadOnlyDictionary<string, string> Sha256 { get; init; }

    /// <inheritdoc/>
    public DatasetListing Describe(DatasetPlaces places)
    {
        string? location = Locate(places);
        string fetch = location is not null ? "nothing: it is here"
            : places.CacheFolder is null ? "fail: there is no cache folder; set XDG_CACHE_HOME"
            : $"download {Home} to {Path.Combine(places.CacheFolder, Name)}";
        return new DatasetListing(Name, Description, TrainImages, TestImages, Height, Width, location, fetch);
    }

    /// <inheritdoc/>
    public string? Locate(DatasetPlaces places) =>
        places.Candidates(Name).FirstOrDefault(folder => new IdxFolder(folder).IsWhole);

    /// <inheritdoc/>
    public string Fetch(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation)
    {
        if (Locate(places) is string location) return location;
        if (places.CacheFolder is null) throw NotHere(places, "there is no cache folder to download it to", null);
        string target = Path.Combine(places.CacheFolder, Name);
        try
        {
            using var download = new Download(places.Http);
            // The test images come last: with both files of images there, a folder counts as whole.
            foreach ((string file, string sha256) in Sha256.OrderBy(pair => pair.Key == IdxFolder.ImagesFile(IdxFolder.Test)))
            {
                var address = new Uri(Home, file + ".gz");
                notes?.Report($"{Name}: downloading {address}");
                download.FetchAsync(address, Path.Combine(target, file + ".gz"), sha256, cancellation).GetAwaiter().GetResult();
            }
            return target;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException
            or InvalidDataException or TimeoutException)
        {
            throw NotHere(places, $"the download failed: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public Dataset Open(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation)
    {
        string folder = Fetch(places, notes, cancellation);
        if (places.Folder is string wanted && !IsWithin(Path.GetFullPath(wanted), folder))
            notes?.Report($"{Name}: not in data:folder {wanted}, so it is read from {folder}.");
        Dataset dataset = new IdxFolder(folder).Read(Name);
        foreach ((string file, string checksum) in dataset.Checksums)
        {
            if (checksum == Sha256[file]) continue;
            notes?.Report($"warning: {Name}: {file} in {folder} is not the published file "
                + $"(SHA-256 {checksum}, not {Sha256[file]}).");
        }
        return dataset;
    }

    private static bool IsWithin(string parent, string folder) =>
        !Path.GetRelativePath(parent, folder).StartsWith("..", StringComparison.Ordinal);

    private UserErrorException NotHere(DatasetPlaces places, string why, Exception? inner) => new(ExitCode.Environment,
        $"{Name} is not on this machine, and {why}\nSearched: {string.Join(", ", places.Candidates(Name))}.\n"
        + $"Put {string.Join(", ", Sha256.Keys)} (plain or .gz, from {Home}) into a folder and name it with data:folder or "
        + $"{DatasetPlaces.Variable}.", inner);
}
