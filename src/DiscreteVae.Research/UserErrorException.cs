using System.Diagnostics.CodeAnalysis;

namespace DiscreteVae.Research;

/// <summary>What the exit code of the command says went wrong.</summary>
public enum ExitCode
{
    /// <summary>All done.</summary>
    Success = 0,

    /// <summary>A trial failed.</summary>
    TrialFailed = 1,

    /// <summary>Bad usage or a bad manifest.</summary>
    Usage = 2,

    /// <summary>The environment: data, backend or disk.</summary>
    Environment = 3,

    /// <summary>Interrupted, with a checkpoint written.</summary>
    Interrupted = 75,

    /// <summary>Interrupted twice.</summary>
    Killed = 130,
}

/// <summary>
/// An error that is the user's to mend, told without a stack trace: what is wrong, where, and what to do. Several lines are several
/// errors, all found at once.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "An exit code is required.")]
public sealed class UserErrorException(ExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the command exits with.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
