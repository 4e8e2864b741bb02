using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Research.Results;

/// <summary>Where a trial ran, as <c>environment.json</c> holds it: what another reader needs to run it again.</summary>
public sealed record EnvironmentRecord
{
    private static readonly string[] VariablePrefixes = ["DOTNET_Enable", "DVAE_", "MKL_", "OMP_", "OPENBLAS_"];

    /// <summary>The version of <c>dvae</c>.</summary>
    public required string DvaeVersion { get; init; }

    /// <summary>The commit of the working folder; null where it is in no repository.</summary>
    public GitState? Git { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The processor's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The processor's model name; null where the system does not tell.</summary>
    public string? Processor { get; init; }

    /// <summary>Cores this process may use, hyper-threads counted.</summary>
    public required int LogicalCores { get; init; }

    /// <summary>The widest vectors in hardware, in bits; 0 without any.</summary>
    public required int VectorBits { get; init; }

    /// <summary>Where the arithmetic ran.</summary>
    public required BackendRecord Backend { get; init; }

    /// <summary>Which images.</summary>
    public required DataRecord Data { get; init; }

    /// <summary>The arguments of the command.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>The current culture's name; it must not change a result.</summary>
    public required string Culture { get; init; }

    /// <summary>Environment variables that can change results or speed.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>When the record was made, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Where the trial ran before it went on here, earliest first.</summary>
    public IReadOnlyList<EnvironmentRecord> EarlierSessions { get; init; } = [];

    /// <summary>Asks the system; a fact that it does not tell is null.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="folder">The working folder, where a repository is looked for.</param>
    /// <param name="commandLine">The arguments of the command.</param>
    /// <param name="backend">Where the arithmetic runs.</param>
    /// <param name="data">Which images.</param>
    public static EnvironmentRecord Gather(
        TimeProvider time, string folder, IReadOnlyList<string> commandLine, BackendRecord backend, DataRecord data) => new()
        {
            DvaeVersion = typeof(EnvironmentRecord).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Git = GitState.Read(folder),
            Runtime = RuntimeInformation.FrameworkDescription,
            OperatingSystem = RuntimeInformation.OSDescription,
            Architecture = Invariant(RuntimeInformation.ProcessArchitecture),
            Processor = ReadProcessor(),
            LogicalCores = Environment.ProcessorCount,
            VectorBits = WidestVector(),
            Backend = backend,
            Data = data,
            CommandLine = commandLine,
            Culture = CultureInfo.CurrentCulture.Name,
            Variables = ReadVariables(Environment.GetEnvironmentVariables()),
            Started = time.GetUtcNow(),
        };

    /// <summary>The variables worth recording, sorted by name.</summary>
    internal static SortedDictionary<string, string> ReadVariables(IDictionary all)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in all)
        {
            var name = (string)entry.Key;
            if (VariablePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                kept[name] = (string?)entry.Value ?? "";
        }
        return kept;
    }

    private static int WidestVector() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    private static string? ReadProcessor()
    {
        try
        {
            if (File.Exists("/proc/cpuinfo"))
            {
                string? line = File.ReadLines("/proc/cpuinfo")
                    .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
                return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            return null;
        }
        if (System.OperatingSystem.IsMacOS())
            return Tool.Output("sysctl", ["-n", "machdep.cpu.brand_string"], "/", TimeSpan.FromSeconds(5))?.Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
    }

    private static string Invariant(Architecture architecture) => architecture.ToString().ToLowerInvariant();
}

/// <summary>Where the arithmetic of a trial ran.</summary>
/// <param name="Name">The backend's name.</param>
/// <param name="Version">Its library's own version string; null where it has none.</param>
/// <param name="Threads">Threads of one trial's arithmetic.</param>
/// <param name="ParallelTrials">Trials that ran at once.</param>
public sealed record BackendRecord(string Name, string? Version, int Threads, int ParallelTrials = 1);

/// <summary>The images that a trial saw.</summary>
/// <param name="Dataset">The data set's name.</param>
/// <param name="Checksums">SHA-256 in hexadecimal by file name.</param>
public sealed record DataRecord(string Dataset, IReadOnlyDictionary<string, string> Checksums);
