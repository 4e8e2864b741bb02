using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>How much memory a process has had resident at most.</summary>
internal static class ProcessMemory
{
    private const string Label = "VmHWM:";

    /// <summary>
    /// Megabytes (10⁶ bytes) of this process so far; null where the system does not tell, which is anywhere but on Linux.
    /// </summary>
    public static double? PeakMegabytes()
    {
        try
        {
            return File.Exists("/proc/self/status") ? Parse(File.ReadLines("/proc/self/status")) : null;
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            return null;
        }
    }

    /// <summary>Reads the lines of <c>/proc/self/status</c>, where a kB is 1024 bytes.</summary>
    internal static double? Parse(IEnumerable<string> status)
    {
        string? line = status.FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
        if (line is null) return null;
        string number = line[Label.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes * 1.024e-3 : null;
    }
}
