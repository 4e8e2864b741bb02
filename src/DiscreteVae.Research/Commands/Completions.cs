using System.CommandLine;
using System.CommandLine.Completions;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Commands;

/// <summary>What may stand in the place of the last of some words of a command line.</summary>
internal static class Completions
{
    /// <summary>The candidates that begin with the last word, which may be empty.</summary>
    /// <param name="root">The whole command.</param>
    /// <param name="words">What was typed after its name.</param>
    public static IReadOnlyList<string> Of(Command root, IReadOnlyList<string> words)
    {
        string word = words.Count == 0 ? "" : words[^1];
        (Command command, Option? awaited, int position) = Walk(root, words.Take(words.Count - 1));
        IEnumerable<string> candidates = awaited is not null ? Values(awaited, word)
            : word.StartsWith('-') ? Options(root, command)
            : command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)
                .Concat(command.Arguments.Count == 0 ? [] : Values(command.Arguments[Math.Min(position, command.Arguments.Count - 1)], word));
        return [.. candidates.Where(candidate => candidate.StartsWith(word, StringComparison.Ordinal)).Distinct()];
    }

    // The verb, the option that waits for its value, and how many arguments stand before the last word.
    private static (Command Command, Option? Awaited, int Position) Walk(Command command, IEnumerable<string> words)
    {
        Option? awaited = null;
        int position = 0;
        foreach (string word in words)
        {
            if (awaited is not null) awaited = null;
            else if (word.StartsWith('-')) awaited = command.Options.FirstOrDefault(option => Names(option).Contains(word) && option.ValueType != typeof(bool));
            else if (command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } verb) (command, position) = (verb, 0);
            else position++;
        }
        return (command, awaited, position);
    }

    private static IEnumerable<string> Options(Command root, Command command) =>
        command.Options.Concat(root.Options.Where(option => option.Recursive)).Where(option => !option.Hidden).SelectMany(Names);

    private static IEnumerable<string> Names(Option option) => [option.Name, .. option.Aliases];

    private static IEnumerable<string> Values(Symbol symbol, string word) => symbol.Name switch
    {
        "manifest" or "--plan" => Files(word, ".json"),
        "overrides" => KeyPathCompletions.Of(ManifestArguments.Vocabulary, word),
        "--estimator" => ManifestArguments.Vocabulary.Names(ChoiceKind.Estimator),
        "dataset" or "--dataset" => ManifestArguments.Vocabulary.Names(ChoiceKind.Dataset),
        "checkpoint" or "--checkpoint" => Files(word, ".safetensors"),
        "results" => Files(word, null),
        _ => symbol.GetCompletions(CompletionContext.Empty).Select(item => symbol is Option { ValueType.IsEnum: true } ? item.Label.ToLowerInvariant() : item.Label),
    };

    // Folders and the files of a kind, spelt as the word has begun.
    private static IEnumerable<string> Files(string word, string? extension)
    {
        int end = word.LastIndexOf('/') + 1;
        string folder = end == 0 ? "." : word[..end];
        if (!Directory.Exists(folder)) return [];
        try
        {
            return
            [
                .. Directory.GetDirectories(folder).Select(path => word[..end] + Path.GetFileName(path) + "/")
                    .Concat(extension is null ? [] : Directory.GetFiles(folder, "*" + extension).Select(path => word[..end] + Path.GetFileName(path)))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
