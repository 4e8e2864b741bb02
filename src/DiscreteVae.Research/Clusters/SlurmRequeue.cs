using System.Globalization;

namespace DiscreteVae.Research.Clusters;

/// <summary>
/// Puts the task that this process is back into Slurm's queue after it was asked to stop and has saved. Nothing depends on how the cluster
/// is configured: <c>RequeueExit</c> may name exit code 75 or not.
/// </summary>
internal sealed class SlurmRequeue(SlurmClient client, SlurmTaskEnvironment task)
{
    /// <summary>Does it where it is for this process to do.</summary>
    /// <param name="attempts">How often the task may be started.</param>
    /// <param name="log">Told what is done or not, and why; before it is done, since Slurm then ends this process.</param>
    public async Task RunAsync(int attempts, Action<string> log)
    {
        SlurmJobFact fact = await client.JobAsync(task.Job, CancellationToken.None).ConfigureAwait(false);
        switch (Decide(fact.Entry, task.Restarts, attempts))
        {
            case RequeueDecision.Unknown:
                log($"Slurm does not answer for job {task.Job}, so that it is not put back into the queue. dvae retry --failed submits it again.");
                break;
            case RequeueDecision.Slurm:
                log($"Slurm ends {task.Name} itself, and puts it back if it was requeued and not cancelled.");
                break;
            case RequeueDecision.Exhausted:
                log(string.Create(CultureInfo.InvariantCulture,
                    $"{task.Name} is at start {task.Restarts + 1} of at most {attempts}: it is not put back again. dvae retry --failed submits it anew."));
                break;
            default:
                log(string.Create(CultureInfo.InvariantCulture, $"{task.Name} goes back into the queue for start {task.Restarts + 2} of at most {attempts}"));
                if (await client.RequeueAsync(task.Name, CancellationToken.None).ConfigureAwait(false) is { } problem)
                    log($"{task.Name} could not be put back into the queue: {problem} dvae retry --failed submits it again.");
                break;
        }
    }

    /// <summary>Decides by what Slurm says of the task while it is being stopped.</summary>
    /// <param name="entry">Slurm's record; null where it is not known.</param>
    /// <param name="restarts">Times that this task was put back before.</param>
    /// <param name="attempts">How often it may be started.</param>
    internal static RequeueDecision Decide(SlurmQueueEntry? entry, int restarts, int attempts)
    {
        if (entry is null) return RequeueDecision.Unknown;
        // A task that was cancelled must end: put back now, it would outlive every scancel. One that was requeued is put back by Slurm.
        bool struck = entry.IsEnding && entry.Reason == "TimeLimit";
        if (entry.State != "RUNNING" && !struck) return RequeueDecision.Slurm;
        return restarts + 1 < attempts ? RequeueDecision.Requeue : RequeueDecision.Exhausted;
    }
}

/// <summary>What to do with a task that was asked to stop.</summary>
internal enum RequeueDecision
{
    /// <summary>Put it back.</summary>
    Requeue,

    /// <summary>Slurm is ending it already, for reasons of its own or its user's.</summary>
    Slurm,

    /// <summary>It was started often enough.</summary>
    Exhausted,

    /// <summary>Slurm cannot be asked.</summary>
    Unknown,
}
