using System.Diagnostics;

namespace DiscreteVae.Tests.Support.Slurm;

/// <summary>
/// A real Slurm of one node on this machine, shared by the tests that need one: the folder that <c>DVAE_TEST_SLURM</c> names if it is set,
/// as in CI, else one of its own that ends with the tests. Where Slurm's packages or root are missing, tests skip and say so.
/// </summary>
public sealed class SlurmCluster : IDisposable
{
    public const string Name = "Slurm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly TemporaryFolder? _own;
    private readonly string _folder;
    private readonly string? _problem;

    public SlurmCluster()
    {
        string? given = Environment.GetEnvironmentVariable("DVAE_TEST_SLURM");
        _own = string.IsNullOrEmpty(given) ? new TemporaryFolder() : null;
        _folder = _own is null ? given! : _own["slurm"];
        if (!OperatingSystem.IsLinux())
        {
            _problem = "Slurm runs on Linux only.";
            return;
        }
        // A temporary folder is its owner's alone, and munged runs as a user of its own.
        if (_own is not null) File.SetUnixFileMode(_own.Path, File.GetUnixFileMode(_own.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        (int code, string output, string error) = Script("start-slurm.sh", _folder);
        if (code == 0) Environment.SetEnvironmentVariable("SLURM_CONF", output.Trim());
        else _problem = error.Trim();
        // Missing is one thing, broken another.
        Assert.True(code is 0 or 3, error);
    }

    /// <summary>Ends the test where there is no Slurm.</summary>
    public void SkipUnlessThere() => Skip.If(_problem is not null, _problem);

    /// <summary>Runs one of Slurm's commands.</summary>
    public static string Run(string program, params string[] arguments)
    {
        (int code, string output, string error) = Start(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {error}");
        return output.Trim();
    }

    /// <summary>Kills slurmd, and with <paramref name="jobs"/> what it had started: the node is gone without a word.</summary>
    public void KillNode(bool jobs)
    {
        Start("kill", ["-KILL", File.ReadAllText(Path.Combine(_folder, "slurmd.pid")).Trim()]);
        if (!jobs) return;
        // Each step's daemon, and then what it runs: a daemon that saw its job killed would still tell the controller that it has ended.
        foreach (string step in Steps())
        {
            string[] threads = IfThere(() => Directory.GetDirectories($"/proc/{step}/task"), []);
            string children = string.Join(' ', threads.Select(thread => ReadOrEmpty(Path.Combine(thread, "children"))));
            Start("kill", ["-KILL", step, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        }
        // What a node without a disk keeps in memory is gone too: the sockets of its steps and the scripts of its jobs.
        string spool = Path.Combine(_folder, "spool");
        foreach (string socket in Directory.GetFiles(spool, $"{Environment.MachineName.Split('.')[0]}_*")) File.Delete(socket);
        foreach (string job in Directory.GetDirectories(spool, "job*")) Directory.Delete(job, recursive: true);
    }

    /// <summary>Starts slurmd again.</summary>
    public void StartNode()
    {
        (int code, _, string error) = Script("start-slurm.sh", _folder, "slurmd");
        Assert.True(code == 0, error);
    }

    /// <summary>Waits for something; the message says what did not come.</summary>
    public static async Task UntilAsync(Func<bool> come, Func<string> what)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!come())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, what());
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        if (_problem is null && _own is not null) Script("stop-slurm.sh", _folder);
        _own?.Dispose();
    }

    // Daemons of steps work in the folder of the cluster's logs; the machine may have another cluster.
    private string[] Steps() =>
    [
        .. Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(pid => pid.All(char.IsAsciiDigit))
            .Where(pid => ReadOrEmpty($"/proc/{pid}/comm").Trim() == "slurmstepd"
                && IfThere(() => Directory.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName, null) == _folder),
    ];

    private static string ReadOrEmpty(string path) => IfThere(() => File.ReadAllText(path), "");

    // A process may end between being listed and being looked at.
    private static T IfThere<T>(Func<T> look, T otherwise)
    {
        try
        {
            return look();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    private static (int Code, string Output, string Error) Script(string name, params string[] arguments) =>
        Start("bash", [Path.Combine(AppContext.BaseDirectory, "Support", "Slurm", name), .. arguments]);

    private static (int Code, string Output, string Error) Start(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}

/// <summary>The tests that share the cluster: one after the other, since they lose its node.</summary>
[CollectionDefinition(SlurmCluster.Name)]
public sealed class SlurmCollection : ICollectionFixture<SlurmCluster>;
