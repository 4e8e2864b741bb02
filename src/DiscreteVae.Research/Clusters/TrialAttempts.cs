using System.Text.Json.Serialization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Clusters;

/// <summary>
/// <c>attempts.json</c> in a trial's folder: every start of the trial by a cluster, and how it ended. Whoever holds the trial's claim
/// writes it.
/// </summary>
/// <param name="All">The starts in their order.</param>
public sealed record TrialAttempts([property: JsonPropertyName("attempts")] IReadOnlyList<TrialAttempt> All)
{
    /// <summary>Reads a trial's; empty where there were none.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public static TrialAttempts Read(string trialFolder) =>
        File.Exists(PathIn(trialFolder)) ? JsonFile.Read<TrialAttempts>(PathIn(trialFolder)) : new TrialAttempts([]);

    /// <summary>Adds a start.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    internal static void Begin(string trialFolder, SlurmTaskEnvironment task, int? fromEpoch, TimeProvider clock)
    {
        TrialAttempts before = Read(trialFolder);
        Write(trialFolder, [.. before.All, new TrialAttempt
        {
            Task = task.Name,
            Start = task.Restarts + 1,
            Node = task.Node,
            FromEpoch = fromEpoch,
            Begun = clock.GetUtcNow(),
        }]);
    }

    /// <summary>Says how the last start ended.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    internal static void End(string trialFolder, string outcome, TimeProvider clock)
    {
        TrialAttempts before = Read(trialFolder);
        if (before.All is [.., { Outcome: null } last])
            Write(trialFolder, [.. before.All.SkipLast(1), last with { Outcome = outcome, Ended = clock.GetUtcNow() }]);
    }

    private static void Write(string trialFolder, IReadOnlyList<TrialAttempt> all) => JsonFile.Write(PathIn(trialFolder), new TrialAttempts(all));

    private static string PathIn(string trialFolder) => Path.Join(trialFolder, "attempts.json");
}

/// <summary>One start of a trial.</summary>
public sealed record TrialAttempt
{
    /// <summary>Slurm's name of the task, such as <c>17_3</c>.</summary>
    public required string Task { get; init; }

    /// <summary>Which start of that task it was, from 1.</summary>
    public required int Start { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The epoch that it went on behind; null where it began anew.</summary>
    public int? FromEpoch { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>When it ended, in UTC; null while it runs, and of one that was killed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The trial's status then, or <c>interrupted</c>; null while it runs, and of one that was killed.</summary>
    public string? Outcome { get; init; }
}
