namespace DiscreteVae.Research.Manifests;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Spelling
{
    // No key or name is near this length; a text pasted into the wrong place may be far beyond it.
    private const int MaxLength = 100;

    private static readonly Dictionary<string, string> Symbols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tau"] = "temperature",
        ["beta"] = "klWeight",
    };

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

    /// <summary>
    /// The known word that was likely meant: misspelt, cut short (<c>temp</c>), written by its initials (<c>lr</c>) or by the symbol of
    /// the papers; null where none is near enough to be a help.
    /// </summary>
    public static string? Meant(string word, IReadOnlyCollection<string> known)
    {
        if (Nearest(word, known) is { } nearest && Distance(Folded(word), Folded(nearest)) <= Tolerance(word.Length))
            return nearest;
        string full = Symbols.GetValueOrDefault(word, word);
        return known.FirstOrDefault(candidate => candidate == full)
            ?? known.FirstOrDefault(candidate => Initials(candidate).Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(candidate => word.Length > 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The hint of an error about an unknown word: what was likely meant, and else all that is known.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> known) =>
        known.Count == 0 ? "nothing is known here"
        : Meant(word, known) is { } meant ? $"did you mean '{meant}'?"
        : $"known here: {string.Join(", ", known)}";

    /// <summary>The error about an unknown name among few.</summary>
    public static string Unknown(string name, IReadOnlyCollection<string> known)
    {
        string nearest = Meant(name, known) is { } meant ? $"; the nearest is '{meant}'" : "";
        return $"there is no '{ManifestErrors.Shown(name)}'; known are {string.Join(", ", known)}{nearest}";
    }

    /// <summary>
    /// The key path that was likely meant: the same last part elsewhere, nearest to where it was given, or a likely one.
    /// </summary>
    /// <param name="path">The path that is not known.</param>
    /// <param name="known">All that are.</param>
    public static string? MeantPath(string path, IReadOnlyCollection<string> known)
    {
        string last = Last(path), parent = path[..^last.Length];
        string? meant = known.Where(candidate => Last(candidate) == last).MaxBy(candidate => CommonPrefix(candidate, path));
        if (meant is not null)
            return meant;
        string[] siblings = [.. known.Where(candidate => candidate == parent + Last(candidate))];
        foreach (string[] candidates in (string[][])[siblings, [.. known]])
        {
            if (Meant(last, [.. candidates.Select(Last)]) is { } name)
                return candidates.First(candidate => Last(candidate) == name);
        }
        return Meant(path, known);
    }

    private static string Last(string path) => path[(path.LastIndexOf(KeyPath.Separator) + 1)..];

    private static int CommonPrefix(string x, string y) => x.Zip(y).TakeWhile(pair => pair.First == pair.Second).Count();

    private static int Tolerance(int length) => length < 4 ? 1 : Math.Max(2, length / 3);

    // Of camelCase and of kebab-case: lr for learningRate, st for straight-through.
    private static string Initials(string word) => string.Concat(word.Where((letter, i) =>
        i == 0 || char.IsAsciiLetterUpper(letter) || word[i - 1] == '-'));

    private static string Folded(string word) => word[..Math.Min(word.Length, MaxLength)].ToUpperInvariant();
}
