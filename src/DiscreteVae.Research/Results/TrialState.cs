using System.Text.Json.Serialization;

namespace DiscreteVae.Research.Results;

/// <summary>How far a trial has come.</summary>
public enum TrialStatus
{
    /// <summary>Planned, and not begun.</summary>
    Pending,

    /// <summary>Begun; or ended by a kill or an interruption, and to be resumed.</summary>
    Running,

    /// <summary>All epochs done.</summary>
    Completed,

    /// <summary>Stopped at a rung of successive halving; done.</summary>
    Pruned,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended because a number was no longer finite.</summary>
    Diverged,
}

/// <summary>A trial's <c>state.json</c>: how far it has come and what came out.</summary>
public sealed record TrialState
{
    /// <summary>A planned trial's state: it has no file yet.</summary>
    public static TrialState Pending { get; } = new() { Status = TrialStatus.Pending };

    /// <summary>How far it has come.</summary>
    public required TrialStatus Status { get; init; }

    /// <summary>Whether nothing is left to do: completed or pruned.</summary>
    [JsonIgnore]
    public bool IsDone => Status is TrialStatus.Completed or TrialStatus.Pruned;

    /// <summary>Whether it ended by an error or diverged.</summary>
    [JsonIgnore]
    public bool HasFailed => Status is TrialStatus.Failed or TrialStatus.Diverged;

    /// <summary>Why it failed, diverged or was pruned; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>Epochs done.</summary>
    public int Epochs { get; init; }

    /// <summary>
    /// Seconds of wall-clock time over all sessions; the only place for timings, so that metrics repeat to the byte.
    /// </summary>
    public double Seconds { get; init; }

    /// <summary>The last epoch's metrics by column name, such as <c>test_elbo</c>.</summary>
    public IReadOnlyDictionary<string, double> Final { get; init; } = new Dictionary<string, double>();
}
