using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// Another program that trains the same thing, run by the system's shell. It prints its seconds an epoch: the word <c>seconds</c> with a
/// number behind it on a line for each epoch, or JSON whose <c>seconds</c> is a number or a list of them.
/// </summary>
internal static partial class PeerProcess
{
    private const int LastLines = 8;

    /// <summary>Runs it to its end.</summary>
    /// <returns>
    /// Seconds of each epoch, without the first where there are several: that is the peer's warm-up, as the first of ours is left out.
    /// </returns>
    /// <exception cref="UserErrorException">It cannot be started, it fails, or it does not print its seconds.</exception>
    public static async Task<IReadOnlyList<double>> RunAsync(string command, CancellationToken cancellationToken)
    {
        (string shell, string flag) = OperatingSystem.IsWindows() ? ("cmd.exe", "/c") : ("/bin/sh", "-c");
        var start = new ProcessStartInfo(shell, [flag, command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Start(start, command);
        process.StandardInput.Close();
        // Read both while it runs: a full pipe would stop it.
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        string printed = await output.ConfigureAwait(false);
        string all = printed + await errors.ConfigureAwait(false);
        if (process.ExitCode != 0)
            throw Error($"The peer '{command}' ended with exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}.", all);
        IReadOnlyList<double> seconds = Parse(printed);
        if (seconds.Count == 0) throw Error($"The peer '{command}' printed no seconds an epoch, such as 'seconds 8.1'.", all);
        return seconds.Count > 1 ? [.. seconds.Skip(1)] : seconds;
    }

    /// <summary>All seconds in a peer's output.</summary>
    internal static IReadOnlyList<double> Parse(string output) =>
        [.. from Match match in Seconds().Matches(output)
            from Capture number in match.Groups["number"].Captures
            let value = double.Parse(number.Value, CultureInfo.InvariantCulture)
            where value > 0 && double.IsFinite(value)
            select value];

    private static Process Start(ProcessStartInfo start, string command)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new UserErrorException(ExitCode.Environment, $"The peer '{command}' cannot be started: {error.Message}.", error);
        }
    }

    private static UserErrorException Error(string what, string output)
    {
        string[] lines = [.. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(LastLines)];
        string last = lines.Length == 0 ? "It printed nothing." : $"Its last lines:\n{string.Join('\n', lines)}";
        return new UserErrorException(ExitCode.Environment, $"{what} {last}");
    }

    [GeneratedRegex("""
        \bseconds"? [\x20\t]* [:=]? [\x20\t]*
        ( (?<number>\d+(\.\d+)?([eE][+-]?\d+)?)
        | \[ \s* (?<number>\d+(\.\d+)?([eE][+-]?\d+)?) (\s*,\s* (?<number>\d+(\.\d+)?([eE][+-]?\d+)?))* )
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Seconds();
}
