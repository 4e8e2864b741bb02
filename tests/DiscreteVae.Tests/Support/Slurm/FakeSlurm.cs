using System.Diagnostics;

namespace DiscreteVae.Tests.Support.Slurm;

/// <summary>
/// Programs in the place of Slurm's, alone on the PATH of a real <c>dvae</c> process: clusters that are missing, refuse, or never answer.
/// </summary>
internal sealed class FakeSlurm : IDisposable
{
    private readonly TemporaryFolder _programs = new();

    /// <summary>Puts a shell script in the place of a program.</summary>
    public FakeSlurm With(string program, string script)
    {
        string path = _programs[program];
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>What a program wrote down, with <c>&gt;&gt; "$0.log"</c>.</summary>
    public string[] Log(string program) => File.Exists(_programs[$"{program}.log"]) ? File.ReadAllLines(_programs[$"{program}.log"]) : [];

    /// <summary>Runs <c>dvae</c> in a folder.</summary>
    public async Task<DvaeCommand> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "dvae.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _programs.Path;
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("SLURM", StringComparison.Ordinal)).Append("DVAE_DATA_DIR").ToArray())
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new DvaeCommand(process.ExitCode, output, await error);
    }

    public void Dispose() => _programs.Dispose();
}
