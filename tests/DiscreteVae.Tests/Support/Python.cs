using System.Diagnostics;

namespace DiscreteVae.Tests.Support;

/// <summary>Asks another implementation, where there is one.</summary>
internal static class Python
{
    public static string Run(string script, params string[] arguments)
    {
        (int code, string output, string errors) = Start(script, arguments);
        Assert.True(code == 0, errors);
        return output.Trim();
    }

    public static void SkipUnlessImportable(params string[] packages)
    {
        foreach (string package in packages)
            Skip.If(Start($"import {package}", []).Code != 0, $"Python cannot import {package} here.");
    }

    private static (int Code, string Output, string Errors) Start(string script, string[] arguments)
    {
        var start = new ProcessStartInfo("python3", ["-c", script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "There is no python3 here.");
            throw;
        }
    }
}
