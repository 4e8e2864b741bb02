using System.Globalization;
using CsvHelper;

namespace DiscreteVae.Research.Results;

/// <summary>
/// The one dialect of all tables: commas, LF, invariant culture, quotes where needed, numbers as pandas reads them.
/// </summary>
internal static class Csv
{
    private static readonly CsvWriterOptions Writing = new() { NewLine = "\n" };
    private static readonly CsvReaderOptions Reading = new()
    {
        Separator = ',',
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    /// <summary>The rows as text; each ends with LF.</summary>
    public static string Format(IEnumerable<IEnumerable<string>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (CsvWriter csv = CsvWriter.Create(text, Writing, leaveOpen: true))
        {
            foreach (IEnumerable<string> row in rows)
            {
                foreach (string field in row) csv.WriteField(field);
                csv.EndRecord();
            }
        }
        return text.ToString();
    }

    /// <summary>The records of <paramref name="text"/>, one a line, each with the number of UTF-8 bytes up to its end.</summary>
    /// <exception cref="CsvFormatException">A line's quotes do not match.</exception>
    public static IEnumerable<(string[] Fields, long End)> Parse(string text)
    {
        using CsvReader csv = CsvReader.Create(AtomicFile.Utf8.GetBytes(text), Reading);
        while (csv.Read())
        {
            var fields = new string[csv.FieldCount];
            for (int i = 0; i < fields.Length; i++) fields[i] = csv.GetString(i);
            yield return (fields, csv.ByteOffset + csv.RawRecord.Length + 1);
        }
    }

    /// <summary>The shortest digits that read back as <paramref name="value"/>; <c>NaN</c>, <c>inf</c>, <c>-inf</c>.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>An empty field where there is no value.</summary>
    public static string Number(double? value) => value is null ? "" : Number(value.Value);

    /// <summary>An integer in invariant culture.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Number(double)"/> writes.</summary>
    public static bool TryNumber(string field, out double value)
    {
        value = field switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN };
        return !double.IsNaN(value) || double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
