using System.Globalization;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Comparison;

/// <summary>A published mean that a reproduction is held to.</summary>
/// <param name="Setting">Key paths with the values that a trial must have to be compared.</param>
/// <param name="Epoch">After how many epochs.</param>
/// <param name="Metric">A column of <c>trials.csv</c>, such as <c>train_elbo</c>.</param>
/// <param name="Mean">The published mean, in the metric's unit and with its sign.</param>
/// <param name="Deviation">The published standard deviation over seeds, not that of the mean.</param>
/// <param name="Seeds">The published number of seeds.</param>
/// <param name="Source">Where it is published.</param>
public sealed record ReferenceMark(
    IReadOnlyList<(string Key, string Value)> Setting, int Epoch, string Metric, double Mean, double Deviation, int Seeds, string Source)
{
    private static readonly string[] Columns = ["epoch", "metric", "mean", "sd", "n", "source"];

    /// <summary>
    /// Reads a table with the columns <c>epoch,metric,mean,sd,n,source</c>; every other column is a key path, and an empty cell under it
    /// asks for nothing.
    /// </summary>
    /// <exception cref="UserErrorException">The file is missing or is no such table; it says which line.</exception>
    public static IReadOnlyList<ReferenceMark> Read(string path)
    {
        string[][] rows;
        try
        {
            rows = [.. Csv.Parse(File.ReadAllText(path)).Select(row => row.Fields)];
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Reading(path, error);
        }
        catch (CsvHelper.CsvFormatException error)
        {
            throw new UserErrorException(ExitCode.Usage, $"--reference: '{path}' is no table: {error.Message}", error);
        }
        string[] header = rows.Length > 0 ? rows[0] : [];
        string[] missing = [.. Columns.Except(header)];
        if (missing.Length > 0)
            throw new UserErrorException(ExitCode.Usage, $"--reference: '{path}' lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}.");
        if (rows.Length == 1) throw new UserErrorException(ExitCode.Usage, $"--reference: '{path}' has no rows.");
        return [.. rows.Skip(1).Select((row, index) => Parse(path, index + 2, header, row))];
    }

    /// <summary>Whether a trial, as its <c>trial.json</c>, has the setting.</summary>
    /// <exception cref="UserErrorException">A key of the setting is none of a trial's.</exception>
    public bool Matches(JsonObject trial) => Setting.All(wanted =>
        KeyPath.TryGet(trial, wanted.Key, out JsonNode? value) && CanonicalJson.Plain(value) == wanted.Value);

    private static ReferenceMark Parse(string path, int line, string[] header, string[] row)
    {
        UserErrorException Wrong(string what) => new(ExitCode.Usage, $"--reference: '{path}', line {line}: {what}.");
        if (row.Length != header.Length) throw Wrong($"{row.Length} fields under {header.Length} columns");
        string Field(string column) => row[Array.IndexOf(header, column)];
        double Number(string column) => Csv.TryNumber(Field(column), out double value) && double.IsFinite(value)
            ? value
            : throw Wrong($"{column} is '{Field(column)}', which is no number");
        int Whole(string column, int least) =>
            int.TryParse(Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least
                ? value
                : throw Wrong($"{column} is '{Field(column)}', which is no whole number of {least} or more");
        double deviation = Number("sd");
        if (deviation < 0) throw Wrong("sd is negative");
        return new ReferenceMark(
            [.. header.Zip(row).Where(cell => !Columns.Contains(cell.First) && cell.Second.Length > 0).Select(cell => (cell.First, Canonical(cell.Second)))],
            Whole("epoch", 0), Field("metric"), Number("mean"), deviation, Whole("n", 1), Field("source"));
    }

    // 5e-4 and 0.0005 are one value.
    private static string Canonical(string text) => Csv.TryNumber(text, out _) ? CanonicalJson.Number(text) : text;
}
