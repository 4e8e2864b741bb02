namespace DiscreteVae.Research.Clusters;

/// <summary>What a user asks of the cluster, each left out where the cluster's own default serves.</summary>
public sealed record SlurmOptions
{
    /// <summary>The partition.</summary>
    public string? Partition { get; init; }

    /// <summary>The account that pays.</summary>
    public string? Account { get; init; }

    /// <summary>The time limit of a task in one of Slurm's forms, such as <c>90</c> (minutes), <c>4:00:00</c> or <c>1-12</c>.</summary>
    public string? Time { get; init; }

    /// <summary>The memory of a task, such as <c>4G</c>; without a letter, megabytes.</summary>
    public string? Memory { get; init; }

    /// <summary>Processors of a task, and threads of its trial's arithmetic.</summary>
    public int CpusPerTrial { get; init; } = 1;

    /// <summary>Tasks of an array that run at once; 0 leaves it to the cluster.</summary>
    public int MaxRunning { get; init; }

    /// <summary>
    /// Trials that a task runs one after the other: several where they are short beside the time that a task takes to start.
    /// </summary>
    public int TrialsPerTask { get; init; } = 1;

    /// <summary>Seconds before the time limit at which Slurm asks a task to save and stop.</summary>
    public int Grace { get; init; } = 180;

    /// <summary>How often a task may be started, the first time counted: one that never gets anywhere must end.</summary>
    public int Attempts { get; init; } = 20;

    /// <summary>Further options of <c>sbatch</c>, such as <c>--constraint=avx512</c>.</summary>
    public IReadOnlyList<string> Sbatch { get; init; } = [];
}
