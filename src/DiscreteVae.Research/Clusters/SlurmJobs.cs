using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Clusters;

/// <summary>
/// <c>slurm/jobs.json</c>: which jobs were submitted for which trials, in the order of their submission. Written again after every
/// single submission, so that a job that Slurm took is never forgotten.
/// </summary>
public sealed record SlurmJobs
{
    /// <summary>The cluster's name; null where it could not be asked.</summary>
    public string? Cluster { get; init; }

    /// <summary>The options of the first submission, for those that follow on it.</summary>
    public SlurmOptions Options { get; init; } = new();

    /// <summary>The program that ran, for those that follow on it.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Where relative paths began.</summary>
    public string WorkingFolder { get; init; } = "";

    /// <summary>The jobs.</summary>
    public IReadOnlyList<SlurmJob> Jobs { get; init; } = [];

    /// <summary>Whether a results folder was submitted to Slurm.</summary>
    public static bool Exist(string folder) => File.Exists(PathIn(folder));

    /// <summary>Reads a results folder's; without any jobs where nothing was submitted.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public static SlurmJobs Read(string folder) => Exist(folder) ? JsonFile.Read<SlurmJobs>(PathIn(folder)) : new SlurmJobs();

    /// <summary>Writes a results folder's.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void Write(string folder) => JsonFile.Write(PathIn(folder), this);

    /// <summary>For each trial the task that was last submitted for it; trials without one are left out.</summary>
    /// <param name="count">Trials in the plan.</param>
    /// <exception cref="UserErrorException">The record is damaged.</exception>
    public IReadOnlyDictionary<int, SlurmTask> LastTasks(int count)
    {
        var tasks = new Dictionary<int, SlurmTask>();
        foreach (SlurmJob job in Jobs)
        {
            if (job.Array() is not { } array) continue;
            foreach (int task in array.Tasks)
            {
                foreach (int trial in array.TrialsOf(task, count)) tasks[trial] = new SlurmTask(job.Job, task);
            }
        }
        return tasks;
    }

    private static string PathIn(string folder) => Path.Join(folder, "slurm", "jobs.json");
}

/// <summary>A job array, or the job that collects.</summary>
public sealed record SlurmJob
{
    /// <summary>Slurm's number.</summary>
    public required long Job { get; init; }

    /// <summary>The script's name in <c>slurm/</c>.</summary>
    public required string Script { get; init; }

    /// <summary>When it was submitted, in UTC.</summary>
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>The array's tasks, such as <c>0-99</c>; null for the collecting job.</summary>
    public string? Tasks { get; init; }

    /// <summary>The first trial of task 0.</summary>
    public int Offset { get; init; }

    /// <summary>Trials a task.</summary>
    public int TrialsPerTask { get; init; } = 1;

    /// <summary>The array; null for the collecting job.</summary>
    /// <exception cref="UserErrorException">The record is damaged.</exception>
    public SlurmArray? Array() => Tasks is null ? null : new SlurmArray(Offset, TrialsPerTask, SlurmTasks.Parse(Tasks));
}

/// <summary>A task of a job array.</summary>
/// <param name="Job">The array's number.</param>
/// <param name="Task">The task's.</param>
public readonly record struct SlurmTask(long Job, int Task)
{
    /// <summary>Its name for Slurm's commands.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Job}_{Task}");
}
