using System.CommandLine;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Commands;

/// <summary>What is wrong with a command line, with what was likely meant.</summary>
internal static class UsageErrors
{
    /// <summary>One message an error.</summary>
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        string verb = Examples.NameOf(command);
        string[] verbs = [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)];
        if (verbs.Length > 0 && parse.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) is { } unknown)
            return [$"There is no verb '{Shown(verb, unknown)}'; {Spelling.Hint(unknown, verbs)}"];
        if (verbs.Length > 0 && parse.UnmatchedTokens.Count == 0 && command.Action is null)
            return [$"No verb was given{(verb.Length > 0 ? $" to '{verb}'" : "")}; there are {string.Join(", ", verbs)}."];
        string[] options = OptionsOf(command);
        return
        [
            .. parse.UnmatchedTokens.Where(token => token.StartsWith('-'))
                .Select(token => $"There is no option '{token}'; {Spelling.Hint(token, options)}"),
            .. parse.Errors.Select(error => error.Message).Where(message => !parse.UnmatchedTokens.Any(token =>
                token.StartsWith('-') && message.Contains($"'{token}'", StringComparison.Ordinal))),
        ];
    }

    /// <summary>Where help is to be had about it.</summary>
    public static string Help(ParseResult parse)
    {
        string verb = Examples.NameOf(parse.CommandResult.Command);
        return verb.Length == 0 ? "Try 'dvae --help', or 'dvae <verb> --help'." : $"Try 'dvae {verb} --help', which has examples.";
    }

    /// <summary>Ends with an error where an argument looks like an option that was misspelt.</summary>
    /// <exception cref="UserErrorException">It names the option that was likely meant.</exception>
    public static void RequireNoOption(ParseResult parse, IEnumerable<string> arguments)
    {
        string[] options = OptionsOf(parse.CommandResult.Command);
        foreach (string argument in arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)))
        {
            if (Spelling.Meant(argument.Split('=')[0], options) is { } meant)
                throw new UserErrorException(ExitCode.Usage, $"There is no option '{argument}'; did you mean '{meant}'?");
        }
    }

    private static string Shown(string verb, string unknown) => verb.Length > 0 ? $"{verb} {unknown}" : unknown;

    private static string[] OptionsOf(Command command) => [.. command.Options.Where(option => !option.Hidden).Select(option => option.Name), "--help"];
}
