namespace DiscreteVae.Research.Manifests;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Spelling
{
    // No key or name is near this length; a text pasted into the wrong place may be far beyond it.
    private const int MaxLength = 100;

    /// <summary>The nearest of the known words by edit distance, the first of equals; null when there are none.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.MinBy(candidate => Distance(Folded(word), Folded(candidate)));

    /// <summary>
    /// Insertions, deletions, changes and swaps of neighbours that turn one word into the other (optimal string alignment).
    /// </summary>
    public static int Distance(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        int[] beforeLast = new int[to.Length + 1], last = new int[to.Length + 1], row = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
            last[j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int change = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[to.Length];
    }

    /// <summary>The hint of an error about an unknown word: the nearest where it is likely meant, and else all.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> known)
    {
        if (Nearest(word, known) is not { } nearest)
            return "nothing is known here";
        bool likely = Distance(Folded(word), Folded(nearest)) <= Math.Max(2, word.Length / 3);
        return likely ? $"did you mean '{nearest}'?" : $"known here: {string.Join(", ", known)}; the nearest is '{nearest}'";
    }

    /// <summary>The error about an unknown name among few.</summary>
    public static string Unknown(string name, IReadOnlyCollection<string> known) =>
        $"there is no '{ManifestErrors.Shown(name)}'; known are {string.Join(", ", known)}; "
        + $"the nearest is '{Nearest(name, known)}'";

    private static string Folded(string word) => word[..Math.Min(word.Length, MaxLength)].ToUpperInvariant();
}
