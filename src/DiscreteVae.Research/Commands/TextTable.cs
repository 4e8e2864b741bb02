namespace DiscreteVae.Research.Commands;

/// <summary>A table for a terminal: columns as wide as their widest cell.</summary>
internal static class TextTable
{
    /// <summary>Writes rows of equally many cells.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
