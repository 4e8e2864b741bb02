using System.Text;
using System.Text.Json;

namespace DiscreteVae.Research.Manifests;

/// <summary>Collects everything that is wrong with a manifest, to be told at once.</summary>
internal sealed class ManifestErrors
{
    private readonly SortedSet<(string Path, string Message, string Where)> _errors =
        new(Comparer<(string, string, string)>.Create(Compare));

    /// <summary>How many there are.</summary>
    public int Count => _errors.Count;

    /// <summary>The errors in order.</summary>
    public IEnumerable<(string Path, string Message, string Where)> All => _errors;

    /// <summary>Adds an error; one that is known already counts once.</summary>
    /// <param name="path">The key path it concerns; empty for the whole.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="where">Where the value was given, if known.</param>
    public void Add(string path, string message, string? where = null) => _errors.Add((path, message, where ?? ""));

    /// <summary>Ends the work if anything is wrong.</summary>
    /// <exception cref="UserErrorException">Every error, one a line, in the order of the key paths.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw new UserErrorException(ExitCode.Usage, string.Join('\n', _errors.Select(Line)));
    }

    /// <summary>A text as it is shown in a message: on one line, without control characters, and not too long.</summary>
    public static string Shown(string text) => Shown(text, maxLength: 80);

    /// <summary>The same up to a length.</summary>
    public static string Shown(string text, int maxLength)
    {
        var shown = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length >= maxLength)
                return shown.Append("...").ToString();
            if (Rune.IsControl(rune))
                shown.Append(JsonEncodedText.Encode(rune.ToString()).Value);
            else
                shown.Append(rune);
        }
        return shown.ToString();
    }

    private static string Line((string Path, string Message, string Where) error) =>
        (error.Path.Length > 0 ? $"{Shown(error.Path)}: " : "")
        + error.Message
        + (error.Where.Length > 0 ? $" ({error.Where})" : "");

    private static int Compare((string Path, string Message, string Where) x, (string Path, string Message, string Where) y)
    {
        int order = string.CompareOrdinal(x.Path, y.Path);
        if (order == 0)
            order = string.CompareOrdinal(x.Message, y.Message);
        return order != 0 ? order : string.CompareOrdinal(x.Where, y.Where);
    }
}
