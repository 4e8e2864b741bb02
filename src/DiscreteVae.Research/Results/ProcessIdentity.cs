using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>What tells one process from another that gets its number later.</summary>
internal static class ProcessIdentity
{
    private const string BootIdPath = "/proc/sys/kernel/random/boot_id";
    // Of /proc/<pid>/stat, counted behind the name in parentheses, which may hold spaces: field 22 of all.
    private const int StartField = 19;

    /// <summary>Which start of the machine this is; null where the system does not tell.</summary>
    public static string? BootId { get; } = File.Exists(BootIdPath) ? File.ReadAllText(BootIdPath).Trim() : null;

    /// <summary>When a process began; null where there is no such process.</summary>
    public static string? Started(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
                string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                // A zombie has ended, and only waits for its parent to notice.
                return fields[0] is "Z" or "X" ? null : fields[StartField];
            }
            using Process process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (FileErrors.Covers(error) || error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
