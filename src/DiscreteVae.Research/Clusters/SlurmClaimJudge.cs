using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Clusters;

/// <summary>
/// Judges claims that were made under Slurm by Slurm's own record of the job: one that has ended, waits again, or has been started anew
/// since, works no more. Other machines' processes cannot be looked at, and the clocks of two machines prove nothing.
/// </summary>
internal sealed class SlurmClaimJudge(SlurmClient client) : IClaimJudge
{
    /// <inheritdoc/>
    public ClaimLife Judge(ClaimRecord claim)
    {
        if (!claim.Scheduler.TryGetValue("SLURM_JOB_ID", out string? job)) return ClaimLife.Unknown;
        // Another cluster has other jobs under the same numbers.
        string? cluster = client.ClusterNameAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (cluster is null || claim.Scheduler.GetValueOrDefault("SLURM_CLUSTER_NAME", cluster) != cluster) return ClaimLife.Unknown;
        SlurmJobFact fact = client.JobAsync(job, CancellationToken.None).GetAwaiter().GetResult();
        int restarts = int.TryParse(claim.Scheduler.GetValueOrDefault("SLURM_RESTART_COUNT"), out int count) ? count : 0;
        return fact.Known ? Judge(fact.Entry, restarts) : ClaimLife.Unknown;
    }

    /// <summary>Judges a start of a job by what Slurm says of the job now.</summary>
    /// <param name="entry">Null where Slurm has forgotten the job.</param>
    /// <param name="restarts">How often the job had been put back when it was claimed.</param>
    internal static ClaimLife Judge(SlurmQueueEntry? entry, int restarts)
    {
        if (entry is null || !entry.IsWorking) return ClaimLife.Dead;
        // Slurm counts a restart when it asks for the end of the one before, whose processes still save.
        int current = entry.IsEnding ? entry.Restarts - 1 : entry.Restarts;
        return restarts >= current ? ClaimLife.Alive : ClaimLife.Dead;
    }
}
