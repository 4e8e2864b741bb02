using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>Curves from elsewhere: a CSV table with a column <c>epoch</c> and columns <c>&lt;split&gt;_&lt;metric&gt;</c>.</summary>
/// <param name="Label">What they are called in the legend.</param>
/// <param name="Path">The file.</param>
public sealed record ReferenceCurves(string Label, string Path)
{
    /// <summary>Reads <c>label=file.csv</c>.</summary>
    /// <exception cref="UserErrorException">There is no '='.</exception>
    public static ReferenceCurves Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new ReferenceCurves(text[..equals], text[(equals + 1)..])
            : throw new UserErrorException(ExitCode.Usage, $"--reference: '{text}' is not of the form label=file.csv.");
    }

    /// <summary>The points of one metric by split.</summary>
    /// <exception cref="UserErrorException">The file is missing or is no such table.</exception>
    public IReadOnlyList<(string Split, IReadOnlyList<(double Epoch, double Value)> Points)> Read(string metric)
    {
        string[][] rows;
        try
        {
            rows = [.. Csv.Parse(File.ReadAllText(Path)).Select(row => row.Fields)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCode.Usage, $"--reference: '{Path}' cannot be read: {error.Message}", error);
        }
        string[] header = rows.Length > 0 ? rows[0] : [];
        int epoch = Array.IndexOf(header, "epoch");
        (string Split, int Column)[] columns =
        [
            .. header.Select((name, column) => (Name: name, Column: column)).Where(item => item.Name.EndsWith('_' + metric, StringComparison.Ordinal))
                .Select(item => (item.Name[..^(metric.Length + 1)], item.Column)),
        ];
        if (epoch < 0 || columns.Length == 0)
            throw new UserErrorException(ExitCode.Usage, $"--reference: '{Path}' needs a column 'epoch' and one such as 'train_{metric}'.");
        return [.. columns.Select(column => (column.Split, (IReadOnlyList<(double, double)>)[.. rows.Skip(1).Select(row =>
            (Number(row, epoch), Number(row, column.Column)))]))];
    }

    private double Number(string[] row, int column) =>
        column < row.Length && double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new UserErrorException(ExitCode.Usage, $"--reference: '{Path}' has a row without a number in column {column + 1}: {string.Join(',', row)}");
}
