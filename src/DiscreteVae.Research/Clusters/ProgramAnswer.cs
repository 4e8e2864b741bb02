using System.ComponentModel;
using System.Diagnostics;

namespace DiscreteVae.Research.Clusters;

/// <summary>How a program of the cluster answered, or that it did not.</summary>
/// <param name="Kind">Whether it did.</param>
/// <param name="ExitCode">Its exit code, where it ended by itself.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it complained of, without blank ends.</param>
internal sealed record ProgramAnswer(AnswerKind Kind, int ExitCode, string Output, string Error)
{
    /// <summary>Whether it did what it was asked.</summary>
    public bool Succeeded => Kind == AnswerKind.Ended && ExitCode == 0;

    /// <summary>Runs a program to its end, or to the end of the caller's patience: then it is killed.</summary>
    public static async Task<ProgramAnswer> AskAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process? process = Start(start);
        if (process is null) return new ProgramAnswer(AnswerKind.Missing, 0, "", "");
        process.StandardInput.Close();
        // Read both while it runs: a full pipe would stop it.
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(waiting.Token).ConfigureAwait(false);
            // What it left running may hold the pipes open.
            string[] printed = await Task.WhenAll(output, error).WaitAsync(waiting.Token).ConfigureAwait(false);
            return new ProgramAnswer(AnswerKind.Ended, process.ExitCode, printed[0], printed[1].Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return new ProgramAnswer(AnswerKind.Silent, 0, "", "");
        }
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>Whether a program answered.</summary>
internal enum AnswerKind
{
    /// <summary>It ran to its end.</summary>
    Ended,

    /// <summary>It is not here, or may not be run.</summary>
    Missing,

    /// <summary>It did not end in time.</summary>
    Silent,
}
