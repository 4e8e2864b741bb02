namespace DiscreteVae.Research.Clusters;

/// <summary>
/// One job array: task t runs the trials from <c>Offset + t · TrialsPerTask</c> on, <c>TrialsPerTask</c> of them. A cluster bounds the
/// numbers of tasks (<c>MaxArraySize</c>), so that a large sweep takes several arrays with an offset each.
/// </summary>
/// <param name="Offset">The first trial of task 0.</param>
/// <param name="TrialsPerTask">Trials a task.</param>
/// <param name="Tasks">The numbers of the tasks, rising.</param>
public sealed record SlurmArray(int Offset, int TrialsPerTask, IReadOnlyList<int> Tasks)
{
    /// <summary>Splits trials into as few arrays as the cluster allows.</summary>
    /// <param name="trials">
    /// The indices of the trials to run, rising. Of a task of several the others run too, if they are not done.
    /// </param>
    /// <param name="trialsPerTask">Trials a task.</param>
    /// <param name="maxArraySize">The cluster's <c>MaxArraySize</c>: numbers of tasks are below it.</param>
    public static IReadOnlyList<SlurmArray> Split(IReadOnlyList<int> trials, int trialsPerTask, int maxArraySize) =>
    [
        .. trials.Select(trial => trial / trialsPerTask).Distinct()
            .GroupBy(task => task / maxArraySize, task => task % maxArraySize)
            .Select(array => new SlurmArray(checked(array.Key * maxArraySize * trialsPerTask), trialsPerTask, [.. array])),
    ];

    /// <summary>The trials of a task, of <paramref name="count"/> in the plan.</summary>
    public IEnumerable<int> TrialsOf(int task, int count)
    {
        int first = Offset + (task * TrialsPerTask);
        return Enumerable.Range(first, Math.Max(0, Math.Min(TrialsPerTask, count - first)));
    }

    /// <summary>The task that runs a trial; null where none does.</summary>
    public int? TaskOf(int trial)
    {
        if (trial < Offset) return null;
        int task = (trial - Offset) / TrialsPerTask;
        return Tasks.Contains(task) ? task : null;
    }

    /// <summary>The tasks as <c>--array</c> takes them, such as <c>0-99</c> or <c>3,7,12-15</c>.</summary>
    public string Specification => SlurmTasks.Format(Tasks);
}
