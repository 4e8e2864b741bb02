using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Interchange;

/// <summary>
/// A file of events for TensorBoard: TFRecords of <c>Event</c> messages. What is collected since the last <see cref="Flush"/> goes to the
/// disk as a whole, so that a kill or a full disk leaves whole records.
/// </summary>
/// <remarks>
/// Field numbers are those of tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto. TensorBoard reads the files
/// of a folder in the order of their names as one run.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private const int SessionStart = 1;
    private const int Rgb = 3;
    private const int TensorOfStrings = 7;

    private readonly MemoryStream _pending = new();
    private readonly FileStream _stream;
    private readonly TimeProvider _clock;

    private EventFile(FileStream stream, TimeProvider clock) => (_stream, _clock) = (stream, clock);

    /// <summary>Begins a file in a trial's folder.</summary>
    /// <param name="folder">The folder; it must exist.</param>
    /// <param name="clock">Stamps the events.</param>
    /// <param name="resumedStep">The step that a trial goes on from; null begins it anew, and removes the files of an earlier run.</param>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static EventFile Create(string folder, TimeProvider clock, long? resumedStep)
    {
        if (resumedStep is null) Remove(folder);
        long second = clock.GetUtcNow().ToUnixTimeSeconds();
        // Its name must come after those before, also within a second and where a clock was set back.
        foreach (string earlier in Find(folder))
        {
            if (long.TryParse(Path.GetFileName(earlier)[Prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long other))
                second = Math.Max(second, other + 1);
        }
        string host = string.Concat(Environment.MachineName.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{second:d10}.{host}.{Environment.ProcessId}.0");
        return Begin(Path.Join(folder, name), clock, resumedStep);
    }

    /// <summary>Removes the event files of a folder.</summary>
    /// <exception cref="UserErrorException">One cannot be removed.</exception>
    public static void Remove(string folder)
    {
        foreach (string path in Find(folder))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception error) when (FileErrors.Covers(error))
            {
                throw FileErrors.Writing(path, error);
            }
        }
    }

    /// <summary>A number, as float32.</summary>
    public void Scalar(long step, string tag, double value) => Value(step, tag, summary => summary.Single(2, (float)value));

    /// <summary>A PNG with its size in pixels.</summary>
    public void Image(long step, string tag, int height, int width, ReadOnlySpan<byte> png)
    {
        byte[] content = png.ToArray();
        Value(step, tag, summary => summary.Nested(4, image =>
        {
            image.Integer(1, height);
            image.Integer(2, width);
            image.Integer(3, Rgb);
            image.Bytes(4, content);
        }));
    }

    /// <summary>A histogram.</summary>
    public void Histogram(long step, string tag, EventHistogram histogram) => Value(step, tag, summary => summary.Nested(5, message =>
    {
        message.Double(1, histogram.Minimum);
        message.Double(2, histogram.Maximum);
        message.Double(3, histogram.Count);
        message.Double(4, histogram.Sum);
        message.Double(5, histogram.SumOfSquares);
        message.Doubles(6, [.. histogram.Limits]);
        message.Doubles(7, [.. histogram.Counts]);
    }));

    /// <summary>Markdown, for the page of texts.</summary>
    public void Text(long step, string tag, string markdown) => Value(step, tag, summary =>
    {
        summary.Nested(8, tensor =>
        {
            tensor.Integer(1, TensorOfStrings);
            tensor.Nested(2, shape => shape.Nested(2, dimension => dimension.Integer(1, 1)));
            tensor.Text(8, markdown);
        });
        summary.Nested(9, metadata => metadata.Nested(1, plugin => plugin.Text(1, "text")));
    });

    /// <summary>Brings everything collected to the disk.</summary>
    /// <exception cref="UserErrorException">The disk is full or failed; the file ends with the flush before.</exception>
    public void Flush()
    {
        long good = _stream.Length;
        try
        {
            _stream.Write(_pending.GetBuffer().AsSpan(0, (int)_pending.Length));
            _stream.Flush(flushToDisk: true);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            _stream.SetLength(good);
            _stream.Position = good;
            throw FileErrors.Writing(_stream.Name, error);
        }
        _pending.SetLength(0);
    }

    /// <summary>Closes the file; what is not flushed is lost.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _pending.Dispose();
    }

    private static EventFile Begin(string path, TimeProvider clock, long? resumedStep)
    {
        EventFile? file = null;
        try
        {
            file = new EventFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), clock);
            file.Record(0, message => message.Text(3, "brain.Event:2"));
            // A reader drops what the files before say of this step and later ones: it will be measured again.
            if (resumedStep is { } step) file.Record(step + 1, message => message.Nested(7, session => session.Integer(1, SessionStart)));
            file.Flush();
            return file;
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (file is not null) File.Delete(path);
            if (FileErrors.Covers(error)) throw FileErrors.Writing(path, error);
            throw;
        }
    }

    private static string[] Find(string folder) => Directory.GetFiles(folder, Prefix + "*");

    private void Value(long step, string tag, Action<ProtobufWriter> write) => Record(step, message => message.Nested(5, summary => summary.Nested(1, value =>
    {
        value.Text(1, tag);
        write(value);
    })));

    private void Record(long step, Action<ProtobufWriter> write) => TfRecord.Write(_pending, ProtobufWriter.Message(message =>
    {
        message.Double(1, (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Integer(2, step);
        write(message);
    }));
}
