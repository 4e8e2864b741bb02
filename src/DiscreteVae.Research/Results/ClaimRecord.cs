using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>Who works in a folder: the content of <c>claim.json</c>.</summary>
public sealed record ClaimRecord
{
    // Enough for a launcher to ask its scheduler whether the job still runs.
    private static readonly string[] SchedulerVariables =
    [
        "SLURM_CLUSTER_NAME", "SLURM_JOB_ID", "SLURM_ARRAY_JOB_ID", "SLURM_ARRAY_TASK_ID", "SLURM_PROCID", "SLURM_RESTART_COUNT",
        "SLURMD_NODENAME",
    ];

    /// <summary>The process.</summary>
    public required int Pid { get; init; }

    /// <summary>
    /// When the process began, in clock ticks since the system started (Linux) or .NET ticks: with the pid, which is used again, it names
    /// one process; null where the system does not tell. No clock that is set moves it.
    /// </summary>
    public string? ProcessStarted { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>Which start of the machine: another one means that the process is gone; null where the system does not tell.</summary>
    public string? BootId { get; init; }

    /// <summary>When the claim was made, in UTC, for people to read.</summary>
    public required DateTimeOffset Claimed { get; init; }

    /// <summary>The scheduler's variables, such as <c>SLURM_JOB_ID</c>; empty without one.</summary>
    public IReadOnlyDictionary<string, string> Scheduler { get; init; } = new Dictionary<string, string>();

    /// <summary>This process, now.</summary>
    public static ClaimRecord Own(TimeProvider clock) => new()
    {
        Pid = Environment.ProcessId,
        ProcessStarted = ProcessIdentity.Started(Environment.ProcessId),
        Host = Environment.MachineName,
        BootId = ProcessIdentity.BootId,
        Claimed = clock.GetUtcNow(),
        Scheduler = new SortedDictionary<string, string>(SchedulerVariables
            .Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name) ?? ""))
            .Where(pair => pair.Value.Length > 0).ToDictionary(), StringComparer.Ordinal),
    };

    /// <summary>In words, for a message.</summary>
    public override string ToString()
    {
        string job = Scheduler.TryGetValue("SLURM_JOB_ID", out string? id) ? $", Slurm job {id}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"process {Pid} on {Host}{job}, since {Claimed:yyyy-MM-dd HH:mm:ss} UTC");
    }
}
