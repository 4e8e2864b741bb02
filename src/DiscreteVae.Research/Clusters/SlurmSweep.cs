namespace DiscreteVae.Research.Clusters;

/// <summary>What the scripts run.</summary>
/// <param name="Name">The experiment's name, which becomes the jobs'.</param>
/// <param name="Folder">The results folder; an absolute path.</param>
/// <param name="Trials">Trials in the plan.</param>
/// <param name="WorkingFolder">Where the manifest's relative paths are relative to: the folder of the submission.</param>
/// <param name="Command">The program <c>dvae</c> and, where it needs them, its first arguments.</param>
public sealed record SlurmSweep(string Name, string Folder, int Trials, string WorkingFolder, IReadOnlyList<string> Command)
{
    /// <summary>Variables that the nodes need though their cluster may not pass the submitter's on.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new SortedDictionary<string, string>();

    /// <summary>The names of an experiment's jobs: of the arrays, and of those that collect.</summary>
    public static string[] JobNames(string name) => [name, CollectName(name)];

    /// <summary>The name of the jobs that collect.</summary>
    public static string CollectName(string name) => $"{name}-collect";

    /// <summary>Scripts, records and logs of the jobs.</summary>
    public string SlurmFolder => Path.Join(Folder, "slurm");

    /// <summary>One log a task; Slurm opens them, and only where the folder exists.</summary>
    public string LogFolder => Path.Join(SlurmFolder, "logs");
}
