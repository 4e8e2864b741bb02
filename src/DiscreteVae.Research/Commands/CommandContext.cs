namespace DiscreteVae.Research.Commands;

/// <summary>What a verb may touch of the world, so that tests run verbs in their own process.</summary>
/// <param name="Output">Data goes here.</param>
/// <param name="Error">Progress and messages go here.</param>
/// <param name="Interactive">Whether <paramref name="Error"/> is a terminal.</param>
/// <param name="Clock">The clock.</param>
/// <param name="CommandLine">How the command was called, for the record.</param>
public sealed record CommandContext(
    TextWriter Output,
    TextWriter Error,
    bool Interactive,
    TimeProvider Clock,
    IReadOnlyList<string> CommandLine)
{
    /// <summary>The real world.</summary>
    public static CommandContext System(IReadOnlyList<string> arguments) => new(
        Console.Out,
        Console.Error,
        !Console.IsErrorRedirected,
        TimeProvider.System,
        ["dvae", .. arguments]);
}
