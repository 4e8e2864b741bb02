using System.Reflection;

namespace DiscreteVae.Research.Datasets;

/// <summary>An IDX file, wherever it lies.</summary>
/// <param name="Name">What to call it in messages: its path.</param>
/// <param name="Open">Opens it for reading; the stream can seek.</param>
public sealed record IdxFile(string Name, Func<Stream> Open)
{
    /// <summary>A file on disk.</summary>
    public static IdxFile OnDisk(string path) => new(path, () => File.OpenRead(path));

    /// <summary>A resource of this assembly.</summary>
    public static IdxFile Embedded(string resource) =>
        new($"embedded {resource}", () => Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException($"There is no resource '{resource}' in this build."));
}
