using System.Globalization;

namespace DiscreteVae.Research.Clusters;

/// <summary>What Slurm tells a task of itself.</summary>
/// <param name="Job">The task's own job number.</param>
/// <param name="Name">Its name for Slurm's commands, such as <c>17_3</c>.</param>
/// <param name="Restarts">How often it was put back into the queue.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Cpus">Processors that it has; 0 where Slurm does not tell.</param>
internal sealed record SlurmTaskEnvironment(string Job, string Name, int Restarts, string Node, int Cpus)
{
    /// <summary>This process's; null where it runs under no Slurm.</summary>
    public static SlurmTaskEnvironment? Current() => Of(Environment.GetEnvironmentVariable);

    /// <summary>Reads variables.</summary>
    internal static SlurmTaskEnvironment? Of(Func<string, string?> variable)
    {
        if (variable("SLURM_JOB_ID") is not { Length: > 0 } job) return null;
        string name = variable("SLURM_ARRAY_JOB_ID") is { Length: > 0 } array && variable("SLURM_ARRAY_TASK_ID") is { Length: > 0 } task
            ? $"{array}_{task}"
            : job;
        return new SlurmTaskEnvironment(job, name, Number("SLURM_RESTART_COUNT"), variable("SLURMD_NODENAME") ?? "", Number("SLURM_CPUS_PER_TASK"));

        int Number(string key) =>
            int.TryParse(variable(key), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }
}
