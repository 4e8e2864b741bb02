using System.Globalization;
using CsvHelper;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Laboratory;

/// <summary>The format of <c>gradients.csv</c>: one header, one row a line.</summary>
internal static class GradientsFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "gradients.csv";

    private static readonly string[] Header =
        ["epoch", "estimator", "temperature", "quantity", "value", "low", "high", "draws", "reference", "reference_draws"];

    /// <summary>Replaces the file.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<GradientRow> rows) =>
        AtomicFile.WriteText(path, Csv.Format(rows.Select(Fields).Prepend(Header)));

    /// <summary>All rows of a file.</summary>
    /// <exception cref="UserErrorException">It cannot be read or is no such file.</exception>
    public static IReadOnlyList<GradientRow> Read(string path)
    {
        try
        {
            string[][] lines = [.. Csv.Parse(File.ReadAllText(path)).Select(line => line.Fields)];
            if (lines.Length == 0 || !lines[0].SequenceEqual(Header)) throw Corrupt(path, 1, $"the header is not {string.Join(',', Header)}");
            return [.. lines.Skip(1).Select((fields, i) => Row(path, i + 2, fields))];
        }
        catch (CsvFormatException error)
        {
            throw Corrupt(path, 1, error.Message.TrimEnd('.'));
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Reading(path, error);
        }
    }

    private static string[] Fields(GradientRow row) =>
    [
        Csv.Number(row.Epoch), row.Estimator, Csv.Number(row.Temperature), row.Quantity, Csv.Number(row.Measured.Value),
        Csv.Number(row.Measured.Low), Csv.Number(row.Measured.High), Csv.Number(row.Draws), row.Reference, Csv.Number(row.ReferenceDraws),
    ];

    private static GradientRow Row(string path, int line, string[] fields)
    {
        if (fields.Length != Header.Length) throw Corrupt(path, line, $"it has {fields.Length} fields instead of {Header.Length}");
        double temperature = 0;
        if (!int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            || (fields[2].Length > 0 && !Csv.TryNumber(fields[2], out temperature))
            || !Csv.TryNumber(fields[4], out double value) || !Csv.TryNumber(fields[5], out double low)
            || !Csv.TryNumber(fields[6], out double high)
            || !int.TryParse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture, out int draws)
            || !int.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out int referenceDraws))
        {
            throw Corrupt(path, line, "something that must be a number is none");
        }
        return new GradientRow(epoch, fields[1], fields[2].Length > 0 ? temperature : null, fields[3], new Measured(value, low, high), draws,
            fields[8], referenceDraws);
    }

    private static UserErrorException Corrupt(string path, int line, string what) =>
        new(ExitCode.Environment, $"'{path}', line {line}: {what}. Restore the file, or run 'dvae gradients' again.");
}
