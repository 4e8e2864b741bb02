using System.Runtime.InteropServices;

namespace DiscreteVae.Research.Terminal;

/// <summary>What the terminal behind stderr can do.</summary>
/// <param name="Drawable">It is one, and moving the cursor about makes sense.</param>
/// <param name="Colour">Colours are wanted: <c>NO_COLOR</c> (no-color.org) is not set.</param>
/// <param name="Unicode">Its encoding is UTF-8.</param>
internal sealed partial record TerminalFacts(bool Drawable, bool Colour, bool Unicode)
{
    private const int StandardError = 2;

    // The first that is set decides.
    private static readonly string[] Locale = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Judges by the environment.</summary>
    /// <param name="terminal">Whether stderr is a terminal.</param>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static TerminalFacts Of(bool terminal, Func<string, string?> variable)
    {
        bool dumb = variable("TERM") is "dumb" or "" || (variable("TERM") is null && !OperatingSystem.IsWindows());
        string locale = Locale.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return new TerminalFacts(
            terminal && !dumb && string.IsNullOrEmpty(variable("CI")),
            string.IsNullOrEmpty(variable("NO_COLOR")),
            locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Those of this process.</summary>
    public static TerminalFacts Here(bool terminal)
    {
        TerminalFacts facts = Of(terminal, Environment.GetEnvironmentVariable);
        return facts with { Drawable = facts.Drawable && IsForeground() };
    }

    /// <summary>The mode that <paramref name="asked"/> comes to: nothing is drawn where it would be garbled.</summary>
    public ProgressMode Choose(ProgressMode asked) => asked switch
    {
        ProgressMode.Auto or ProgressMode.Live => Drawable ? ProgressMode.Live : ProgressMode.Plain,
        _ => asked,
    };

    // A job that a shell runs in the background must not take the screen from the one in front.
    private static bool IsForeground()
    {
        if (OperatingSystem.IsWindows()) return true;
        try
        {
            int owner = ForegroundGroup(StandardError);
            return owner < 0 || owner == OwnGroup();
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();
}
