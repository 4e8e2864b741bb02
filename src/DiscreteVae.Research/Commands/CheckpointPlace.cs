namespace DiscreteVae.Research.Commands;

/// <summary>Where a checkpoint is that a user names by its file, its trial's folder, or a results folder with one trial.</summary>
internal static class CheckpointPlace
{
    /// <summary>For the help of arguments that are located here.</summary>
    public const string Description = "A checkpoint.safetensors, a trial's folder, or a results folder with one trial.";

    /// <summary>The file.</summary>
    /// <exception cref="UserErrorException">There is none, or there are several.</exception>
    public static string Locate(string path)
    {
        const string Name = "checkpoint.safetensors";
        if (!Directory.Exists(path)) return path;
        if (File.Exists(Path.Join(path, Name))) return Path.Join(path, Name);
        string trials = Path.Join(path, "trials");
        string[] found = Directory.Exists(trials) ? Directory.GetFiles(trials, Name, SearchOption.AllDirectories) : [];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new UserErrorException(ExitCode.Usage, $"There is no {Name} in '{path}'. Name a checkpoint or a trial's folder."),
            _ => throw new UserErrorException(ExitCode.Usage, $"'{path}' has {found.Length} checkpoints. Name one of its trials' folders."),
        };
    }
}
