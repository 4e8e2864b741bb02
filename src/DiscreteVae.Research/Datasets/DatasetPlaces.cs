namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Where data sets are looked for, in order: the manifest's <c>data:folder</c>, <c>DVAE_DATA_DIR</c>,
/// <c>/usr/share/datasets</c> and the user's cache, into which downloads go. In the first two a data set lies in a sub-folder
/// of its own name or in the folder itself.
/// </summary>
public sealed record DatasetPlaces
{
    /// <summary>The environment variable that names a folder of data sets.</summary>
    public const string Variable = "DVAE_DATA_DIR";

    /// <summary><c>data:folder</c>; null where the manifest gives none.</summary>
    public string? Folder { get; init; }

    /// <summary>The value of <see cref="Variable"/>; null where it is unset.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where a system's packages put data sets.</summary>
    public string SystemFolder { get; init; } = "/usr/share/datasets";

    /// <summary>The user's folder of downloads; null where the user has no home.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>What downloads; null is the network.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>The places that this process's environment names.</summary>
    /// <param name="folder"><c>data:folder</c>, or null.</param>
    public static DatasetPlaces FromEnvironment(string? folder = null) => new()
    {
        Folder = NullIfEmpty(folder),
        DataDirectory = NullIfEmpty(Environment.GetEnvironmentVariable(Variable)),
        CacheFolder = UserCache() is string cache ? Path.Combine(cache, "dvae", "datasets") : null,
    };

    /// <summary>The folders in which a data set may lie, best first.</summary>
    public IEnumerable<string> Candidates(string dataset)
    {
        foreach (string? parent in new[] { Folder, DataDirectory })
        {
            if (parent is null) continue;
            yield return Path.GetFullPath(Path.Combine(parent, dataset));
            yield return Path.GetFullPath(parent);
        }
        yield return Path.Combine(SystemFolder, dataset);
        if (CacheFolder is not null) yield return Path.Combine(CacheFolder, dataset);
    }

    private static string? UserCache()
    {
        // The XDG specification says that a relative path is to be ignored.
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is string xdg && Path.IsPathRooted(xdg)) return xdg;
        if (!OperatingSystem.IsLinux())
            return NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        return NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)) is string home
            ? Path.Combine(home, ".cache") : null;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
