using System.Globalization;

namespace DiscreteVae.Research.Clusters;

/// <summary>
/// Where the trials of a results folder stand with Slurm: a word for each that was submitted, from <c>squeue</c>, and of tasks that it has
/// forgotten from <c>sacct</c>, each where it answers. The trials' own records come first: this only adds to them.
/// </summary>
/// <param name="Tasks">
/// The task that was last submitted for a trial, by the trial's index, and where it stands; null where that is not known.
/// </param>
/// <param name="Notes">What Slurm did not tell.</param>
internal sealed record SlurmStatus(IReadOnlyDictionary<int, (SlurmTask Task, string? State)> Tasks, IReadOnlyList<string> Notes)
{
    /// <summary>A trial's task in words; empty where none was submitted.</summary>
    public string Describe(int trial) => Tasks.TryGetValue(trial, out (SlurmTask Task, string? State) entry) ? $"{entry.Task} {entry.State}".TrimEnd() : "";

    /// <summary>How many tasks stand how.</summary>
    public string Summary() => string.Join(", ", Tasks.Values.Where(entry => entry.State is not null).DistinctBy(entry => entry.Task)
        .GroupBy(entry => entry.State).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));

    /// <summary>Asks Slurm.</summary>
    /// <param name="client">Its commands.</param>
    /// <param name="jobs">The folder's jobs.</param>
    /// <param name="name">The experiment's name.</param>
    /// <param name="done">For each trial of the plan whether it is done or failed by its own record.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public static async Task<SlurmStatus> AskAsync(
        SlurmClient client, SlurmJobs jobs, string name, IReadOnlyList<bool> done, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<int, SlurmTask> tasks = jobs.LastTasks(done.Count);
        var notes = new List<string>();
        (SlurmQueue? queue, string problem) = await client.QueueAsync(SlurmSweep.JobNames(name), cancellationToken).ConfigureAwait(false);
        if (queue is null) notes.Add($"Slurm's queue is not known: {problem}");

        var words = new Dictionary<int, (SlurmTask Task, string? State)>();
        var left = new Dictionary<int, SlurmTask>();
        foreach ((int trial, SlurmTask task) in tasks)
        {
            if (queue is not null && queue.Tasks.TryGetValue(task, out SlurmQueueEntry? entry)) words[trial] = (task, entry.Describe());
            else words[trial] = (task, null);
            // How a trial ended that is done is known already.
            if (!done[trial] && queue is not null && words[trial].State is null) left[trial] = task;
        }
        if (left.Count == 0) return new SlurmStatus(words, notes);

        (IReadOnlyDictionary<SlurmTask, string>? ended, problem) = await client
            .AccountingAsync([.. left.Values.Select(task => task.Job).Distinct()], cancellationToken).ConfigureAwait(false);
        foreach ((int trial, SlurmTask task) in left)
            words[trial] = (task, ended is not null && ended.TryGetValue(task, out string? state) ? state : "left the queue");
        if (ended is null) notes.Add($"how tasks that left the queue ended is not known: {problem}");
        return new SlurmStatus(words, notes);
    }
}
