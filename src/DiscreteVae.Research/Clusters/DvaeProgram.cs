namespace DiscreteVae.Research.Clusters;

/// <summary>The program that nodes run: this one, or a published one.</summary>
/// <param name="Command">The program, and its first arguments where it needs a host.</param>
/// <param name="NeedsRuntime">Whether nodes must have the .NET runtime.</param>
internal sealed record DvaeProgram(IReadOnlyList<string> Command, bool NeedsRuntime)
{
    private const string Name = "dvae";

    /// <summary>Finds it.</summary>
    /// <param name="executable">A program, a <c>dvae.dll</c>, or the folder of either; null for the one that runs now.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static DvaeProgram Find(string? executable)
    {
        if (executable is null)
        {
            string? running = Environment.ProcessPath;
            bool own = Path.GetFileNameWithoutExtension(running) == Name;
            return Of(own ? running! : Path.Join(AppContext.BaseDirectory, Name + ".dll"));
        }
        string path = Path.GetFullPath(executable);
        if (Directory.Exists(path)) path = Path.Join(path, Name);
        if (!File.Exists(path))
        {
            throw new UserErrorException(ExitCode.Usage,
                $"--executable: there is no '{path}'. Publish one with 'dotnet publish src/DiscreteVae.Research -c Release -r linux-x64 --self-contained -o FOLDER'.");
        }
        return Of(path);
    }

    private static DvaeProgram Of(string path)
    {
        if (path.EndsWith(".dll", StringComparison.Ordinal)) return new DvaeProgram(["dotnet", path], NeedsRuntime: true);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
            throw new UserErrorException(ExitCode.Usage, $"--executable: '{path}' may not be executed. chmod +x lets it.");
        // Published for itself, a program has the runtime beside it.
        string folder = Path.GetDirectoryName(path)!;
        return new DvaeProgram([path], File.Exists(Path.Join(folder, Name + ".dll")) && !File.Exists(Path.Join(folder, "libcoreclr.so")));
    }
}
