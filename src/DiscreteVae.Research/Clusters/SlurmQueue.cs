using System.Globalization;

namespace DiscreteVae.Research.Clusters;

/// <summary>What <c>squeue</c> tells of jobs and tasks: the ones that wait and run, and for some minutes those that ended.</summary>
/// <param name="All">A job or a task each, in squeue's order.</param>
internal sealed record SlurmQueue(IReadOnlyList<SlurmQueueEntry> All)
{
    // Widths that hold all there is: squeue cuts what is longer.
    private static readonly (string Name, int Width)[] Columns =
        [("JobID", 20), ("ArrayJobID", 20), ("ArrayTaskID", 20), ("State", 24), ("RestartCnt", 12), ("Reason", 80)];

    /// <summary>The columns, for <c>--Format</c>.</summary>
    public static string Format { get; } = string.Join(
        ',', Columns.Select(column => string.Create(CultureInfo.InvariantCulture, $"{column.Name}:{column.Width}")));

    /// <summary>Reads what <c>squeue --noheader --Format</c> printed; a line that is none of it is left out.</summary>
    public static SlurmQueue Parse(string output) =>
        new([.. output.Split('\n').Select(ParseLine).OfType<SlurmQueueEntry>()]);

    /// <summary>The tasks of arrays by their names.</summary>
    public IReadOnlyDictionary<SlurmTask, SlurmQueueEntry> Tasks { get; } = All.Where(entry => entry.Task is not null)
        .GroupBy(entry => new SlurmTask(entry.ArrayJob, entry.Task!.Value)).ToDictionary(group => group.Key, group => group.Last());

    /// <summary>Jobs, and arrays with any task, that wait or run.</summary>
    public IReadOnlySet<long> Alive { get; } = All.Where(entry => entry.IsAlive).Select(entry => entry.ArrayJob).ToHashSet();

    private static SlurmQueueEntry? ParseLine(string line)
    {
        var cells = new string[Columns.Length];
        int from = 0;
        for (int column = 0; column < Columns.Length; column++)
        {
            int to = Math.Min(line.Length, from + Columns[column].Width);
            cells[column] = line[Math.Min(from, to)..to].Trim();
            from = to;
        }
        if (!long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out long job)) return null;
        if (!long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out long array)) array = job;
        int? task = int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return new SlurmQueueEntry(job, array, task, cells[3],
            int.TryParse(cells[4], NumberStyles.None, CultureInfo.InvariantCulture, out int restarts) ? restarts : 0, cells[5]);
    }
}

/// <summary>One job, or one task of an array.</summary>
/// <param name="Job">Its own number.</param>
/// <param name="ArrayJob">The array's number; the same for a job that is none.</param>
/// <param name="Task">The task's number; null for a job that is no array.</param>
/// <param name="State">Slurm's word, such as <c>RUNNING</c>.</param>
/// <param name="Restarts">How often it was put back into the queue.</param>
/// <param name="Reason">Why it waits, or why it ended; <c>None</c> where there is none.</param>
internal sealed record SlurmQueueEntry(long Job, long ArrayJob, int? Task, string State, int Restarts, string Reason)
{
    // Waiting, each for something else; REQUEUED and SPECIAL_EXIT are flags that older versions print as states.
    private static readonly string[] Waiting =
        ["PENDING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT"];

    // With processes on a node, or with a node that is made ready or cleaned up.
    private static readonly string[] Working =
        ["RUNNING", "CONFIGURING", "COMPLETING", "RESIZING", "SIGNALING", "STAGE_OUT", "STOPPED", "SUSPENDED"];

    /// <summary>Whether it waits in the queue.</summary>
    public bool IsWaiting => Waiting.Contains(State);

    /// <summary>Whether it may have processes that run.</summary>
    public bool IsWorking => Working.Contains(State);

    /// <summary>Whether more will come of it.</summary>
    public bool IsAlive => IsWaiting || IsWorking;

    /// <summary>Whether its processes are on their way out: cancelled, put back, or just ended.</summary>
    public bool IsEnding => State == "COMPLETING";

    /// <summary>In words, for a table.</summary>
    public string Describe()
    {
        // Of a task that runs or completed the reason is why it waited before.
        string reason = Reason.Length == 0 || State == "COMPLETED" || Reason == "None" || (IsWorking && !IsEnding) ? "" : $" ({Reason})";
        string restarts = Restarts == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", start {Restarts + 1}");
        return $"{State.ToLowerInvariant()}{reason}{restarts}";
    }
}

/// <summary>What Slurm says of one job.</summary>
/// <param name="Known">Whether it answered.</param>
/// <param name="Entry">The job; null where Slurm has forgotten it, so that it ended a while ago.</param>
internal readonly record struct SlurmJobFact(bool Known, SlurmQueueEntry? Entry);
