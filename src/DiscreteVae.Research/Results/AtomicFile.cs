using System.Text;

namespace DiscreteVae.Research.Results;

/// <summary>
/// Writes a file whole or not at all: aside in the same folder, flushed to the disk, then renamed over the old one. Whoever reads
/// it sees the old content or the new, also after a kill.
/// </summary>
/// <remarks>
/// The file aside is <c>.name.partial</c>: what a kill leaves there is overwritten by the next write. A file has one writer at a
/// time.
/// </remarks>
public static class AtomicFile
{
    /// <summary>UTF-8 without a byte order mark.</summary>
    internal static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Replaces <paramref name="path"/> by <paramref name="text"/> in UTF-8 without a byte order mark.</summary>
    /// <exception cref="UserErrorException">The file cannot be written; the old one stays and nothing else is left.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Utf8.GetBytes(text)));

    /// <summary>Replaces <paramref name="path"/> by what <paramref name="write"/> writes.</summary>
    /// <exception cref="UserErrorException">The file cannot be written; the old one stays and nothing else is left.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string aside = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.partial");
        bool opened = false;
        try
        {
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                opened = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(aside, full, overwrite: true);
        }
        catch (Exception error)
        {
            // A file that could not be opened may be another writer's.
            if (opened) TryDelete(aside);
            if (FileErrors.Covers(error)) throw FileErrors.Writing(full, error);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            // The first error is the one to tell.
        }
    }
}
