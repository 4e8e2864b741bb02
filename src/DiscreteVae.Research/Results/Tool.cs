using System.ComponentModel;
using System.Diagnostics;

namespace DiscreteVae.Research.Results;

/// <summary>Asks a program of the system a question that may go unanswered.</summary>
internal static class Tool
{
    /// <summary>
    /// What the program prints; null where it is missing, fails, or takes longer than <paramref name="patience"/>.
    /// </summary>
    public static string? Output(string program, string[] arguments, string folder, TimeSpan patience)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process? process = Process.Start(start);
            if (process is null) return null;
            process.StandardInput.Close();
            // Read both while it runs: a full pipe would stop it.
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(patience) || !Task.WaitAll([output, errors], patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
            return process.ExitCode == 0 ? output.Result : null;
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }
}
