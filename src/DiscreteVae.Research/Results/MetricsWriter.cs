namespace DiscreteVae.Research.Results;

/// <summary>
/// Appends rows to one trial's <c>metrics.csv</c>, an epoch's rows at a time and each group on the disk before the call returns.
/// A kill or a full disk leaves whole lines: a group that failed is taken back, one that a kill cut off is removed when the file
/// is opened again.
/// </summary>
public sealed class MetricsWriter : IDisposable
{
    private readonly string _path;
    private readonly Stream _stream;

    internal MetricsWriter(string path, Stream stream, int? lastEpoch)
    {
        _path = path;
        _stream = stream;
        LastEpoch = lastEpoch;
    }

    /// <summary>The epoch of the last row in the file; null before the first.</summary>
    public int? LastEpoch { get; private set; }

    /// <summary>Opens a trial's file to append to, and creates it with its header where it is missing.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="throughEpoch">
    /// The epoch that the trial goes on from: later rows are removed, they will be measured again. Null keeps all whole groups;
    /// where the last line is cut off, its group goes with it. −1 starts anew.
    /// </param>
    /// <exception cref="UserErrorException">The file cannot be opened, or is no metrics file and is left as it is.</exception>
    public static MetricsWriter Open(string path, int? throughEpoch = null)
    {
        FileStream? stream = null;
        try
        {
            // Unbuffered: what a write accepted the system has, so a kill loses nothing of it.
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            (long length, int? lastEpoch) = WholeGroups(path, stream, throughEpoch);
            stream.SetLength(length);
            stream.Position = length;
            var writer = new MetricsWriter(path, stream, lastEpoch);
            if (length == 0) writer.Append(MetricsFile.Header);
            return writer;
        }
        catch (Exception error)
        {
            // A header that did not fit was taken back: remove the empty file as well.
            bool empty = stream is { Length: 0 };
            stream?.Dispose();
            if (empty) File.Delete(path);
            if (FileErrors.Covers(error)) throw FileErrors.Writing(path, error);
            throw;
        }
    }

    /// <summary>Appends the rows of one epoch as a whole.</summary>
    /// <param name="rows">All of one epoch, which must not be before the last one written.</param>
    /// <exception cref="UserErrorException">The disk is full or failed; the file ends with the group before this one.</exception>
    public void Write(IReadOnlyList<MetricRow> rows)
    {
        if (rows.Count == 0) return;
        int epoch = rows[0].Epoch;
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, LastEpoch ?? 0, nameof(rows));
        foreach (MetricRow row in rows)
        {
            if (row.Epoch != epoch) throw new ArgumentException("The rows of a group are of one epoch.", nameof(rows));
            if (string.Concat(row.Trial, row.Split, row.Metric).AsSpan().ContainsAny('\n', '\r'))
                throw new ArgumentException("A row is one line: no name may hold a line break.", nameof(rows));
        }
        Append(MetricsFile.Format(rows));
        LastEpoch = epoch;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static (long Length, int? LastEpoch) WholeGroups(string path, FileStream stream, int? throughEpoch)
    {
        if (throughEpoch < 0) return (0, null);
        string text = MetricsFile.ReadText(path);
        long whole = AtomicFile.Utf8.GetByteCount(text);
        if (whole == 0 && stream.Length > 0) RequireCutHeader(path, stream);
        List<(MetricRow Row, long End)> rows = [.. MetricsFile.Parse(path, text)];
        if (whole < stream.Length && rows.Count > 0)
        {
            // Which epoch the cut line belongs to is not always readable, so the last group may lack it and is not trusted.
            throughEpoch = Math.Min(throughEpoch ?? int.MaxValue, rows[^1].Row.Epoch - 1);
        }
        int kept = throughEpoch is null ? rows.Count : rows.FindLastIndex(item => item.Row.Epoch <= throughEpoch) + 1;
        if (kept > 0) return (rows[kept - 1].End, rows[kept - 1].Row.Epoch);
        return (text.Length == 0 ? 0 : MetricsFile.Header.Length, null);
    }

    private static void RequireCutHeader(string path, FileStream stream)
    {
        Span<byte> start = stackalloc byte[MetricsFile.Header.Length];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> header = AtomicFile.Utf8.GetBytes(MetricsFile.Header);
        if (stream.Length < header.Length && header.StartsWith(start[..read])) return;
        throw new UserErrorException(ExitCode.Environment,
            $"'{path}' is no metrics file. Move it away, or choose another results folder.");
    }

    private void Append(string lines)
    {
        long good = _stream.Length;
        try
        {
            _stream.Write(AtomicFile.Utf8.GetBytes(lines));
            if (_stream is FileStream file) file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            _stream.SetLength(good);
            _stream.Position = good;
            throw FileErrors.Writing(_path, error);
        }
    }
}
