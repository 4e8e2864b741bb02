namespace DiscreteVae.Tests.Results;

/// <summary>A folder of a test's own that is gone after it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("dvae-test-").FullName;

    public string File(string name) => Path.Combine(FullPath, name);

    /// <summary>Names of all files and folders in it, at any depth, sorted.</summary>
    public string[] Entries() =>
    [
        .. Directory.EnumerateFileSystemEntries(FullPath, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(FullPath, path)).Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
