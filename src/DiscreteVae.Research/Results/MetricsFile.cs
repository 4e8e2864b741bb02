using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>
/// The format of <c>metrics.csv</c>: <c>trial,seed,epoch,step,split,metric,value</c>, one header, one row a line.
/// </summary>
public static class MetricsFile
{
    /// <summary>The first line, with its LF.</summary>
    public const string Header = "trial,seed,epoch,step,split,metric,value\n";

    /// <summary>All whole rows of a file; one that a running trial is still writing to may be read.</summary>
    /// <exception cref="UserErrorException">The file is missing or is no metrics file.</exception>
    public static IReadOnlyList<MetricRow> Read(string path) => [.. Parse(path, ReadText(path)).Select(item => item.Row)];

    /// <summary>The rows as lines.</summary>
    internal static string Format(IEnumerable<MetricRow> rows) => Csv.Format(rows.Select(row => (string[])
    [
        row.Trial, Csv.Number(row.Seed), Csv.Number(row.Epoch), Csv.Number(row.Step),
        row.Split, row.Metric, Csv.Number(row.Value),
    ]));

    /// <summary>The text of a file up to its last whole line, as other processes may be appending to it.</summary>
    internal static string ReadText(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, AtomicFile.Utf8, detectEncodingFromByteOrderMarks: false);
            string text = reader.ReadToEnd();
            return text[..(text.LastIndexOf('\n') + 1)];
        }
        catch (System.Text.DecoderFallbackException error)
        {
            throw new UserErrorException(ExitCode.Environment,
                $"'{path}' is not UTF-8 text. Restore it, or move it away.", error);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Reading(path, error);
        }
    }

    /// <summary>The rows of whole lines, each with the byte offset of its end.</summary>
    /// <exception cref="UserErrorException">The text is no metrics file.</exception>
    internal static IReadOnlyList<(MetricRow Row, long End)> Parse(string path, string text)
    {
        var rows = new List<(MetricRow Row, long End)>();
        if (text.Length == 0) return rows;
        if (!text.StartsWith(Header, StringComparison.Ordinal)) throw Corrupt(path, 1, "the header is not " + Header.TrimEnd());
        try
        {
            foreach ((string[] fields, long end) in Csv.Parse(text).Skip(1)) rows.Add((Row(path, rows.Count + 2, fields), end));
        }
        catch (CsvHelper.CsvFormatException error)
        {
            throw Corrupt(path, rows.Count + 2, error.Message.TrimEnd('.'));
        }
        return rows;
    }

    private static MetricRow Row(string path, int line, string[] fields)
    {
        if (fields.Length != 7) throw Corrupt(path, line, $"it has {fields.Length} fields instead of 7");
        if (!long.TryParse(fields[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed)
            || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            || !long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            || !Csv.TryNumber(fields[6], out double value))
        {
            throw Corrupt(path, line, "seed, epoch, step or value is no number");
        }
        return new MetricRow(fields[0], seed, epoch, step, fields[4], fields[5], value);
    }

    private static UserErrorException Corrupt(string path, int line, string what) => new(
        ExitCode.Environment, $"'{path}', line {line}: {what}. Restore the file, or remove it and run the trial again.");
}
