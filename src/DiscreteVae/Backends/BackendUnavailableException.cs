using System.Diagnostics.CodeAnalysis;

namespace DiscreteVae.Backends;

/// <summary>
/// A backend that does not exist or whose library is not on this machine. The message says which, why, and what to do; it is the
/// user's to mend and needs no stack trace.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It needs a user's message.")]
public sealed class BackendUnavailableException(string backend, string message) : Exception(message)
{
    /// <summary>The name that was asked for.</summary>
    public string Backend { get; } = backend;
}
