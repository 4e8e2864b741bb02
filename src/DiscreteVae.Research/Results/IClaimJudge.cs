namespace DiscreteVae.Research.Results;

/// <summary>Whether whoever made a claim still works.</summary>
public enum ClaimLife
{
    /// <summary>This judge cannot know.</summary>
    Unknown,

    /// <summary>It runs: the claim holds.</summary>
    Alive,

    /// <summary>It ended without taking its claim back: the claim is stale.</summary>
    Dead,
}

/// <summary>
/// Judges the claims that processes left in folders. A launcher that knows more than this machine does, such as which jobs a cluster
/// still runs, adds a judge of its own.
/// </summary>
public interface IClaimJudge
{
    /// <summary>Judges one claim, which is not the asking process's own.</summary>
    ClaimLife Judge(ClaimRecord claim);
}

/// <summary>Knows the processes of this machine.</summary>
/// <param name="self">The asking process.</param>
internal sealed class LocalClaimJudge(ClaimRecord self) : IClaimJudge
{
    /// <inheritdoc/>
    public ClaimLife Judge(ClaimRecord claim)
    {
        // A container on this machine has another name and may number its processes anew.
        if (claim.Host != self.Host) return ClaimLife.Unknown;
        if (claim.BootId != self.BootId) return ClaimLife.Dead;
        return ProcessIdentity.Started(claim.Pid) is { } started && started == claim.ProcessStarted ? ClaimLife.Alive : ClaimLife.Dead;
    }
}

/// <summary>Knows that a Slurm job which was put back into the queue runs no longer where it ran before.</summary>
/// <param name="self">The asking process.</param>
internal sealed class RequeuedJobJudge(ClaimRecord self) : IClaimJudge
{
    /// <inheritdoc/>
    public ClaimLife Judge(ClaimRecord claim)
    {
        bool same = Same("SLURM_CLUSTER_NAME") && Same("SLURM_JOB_ID") && Same("SLURM_PROCID") && Value(self, "SLURM_JOB_ID") is not null;
        return same && Restarts(claim) < Restarts(self) ? ClaimLife.Dead : ClaimLife.Unknown;

        bool Same(string name) => Value(claim, name) == Value(self, name);
    }

    private static string? Value(ClaimRecord claim, string name) => claim.Scheduler.GetValueOrDefault(name);

    private static int Restarts(ClaimRecord claim) => int.TryParse(
        Value(claim, "SLURM_RESTART_COUNT"), System.Globalization.CultureInfo.InvariantCulture, out int count) ? count : 0;
}
