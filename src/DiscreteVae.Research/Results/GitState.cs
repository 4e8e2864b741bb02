namespace DiscreteVae.Research.Results;

/// <summary>Which commit of the working folder's repository ran.</summary>
/// <param name="Commit">The full hash of HEAD.</param>
/// <param name="Dirty">Whether tracked files differ from it.</param>
public sealed record GitState(string Commit, bool Dirty)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The state of the repository around <paramref name="folder"/>; null where there is none, or no git.</summary>
    public static GitState? Read(string folder)
    {
        string? commit = Tool.Output("git", ["rev-parse", "--verify", "HEAD"], folder, Patience);
        string? changes = commit is null
            ? null
            : Tool.Output("git", ["--no-optional-locks", "status", "--porcelain", "--untracked-files=no"], folder, Patience);
        return changes is null ? null : new GitState(commit!.Trim(), changes.Length > 0);
    }
}
