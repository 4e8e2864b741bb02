using System.Runtime.InteropServices;
using System.Text;

namespace DiscreteVae.Research.Terminal;

/// <summary>
/// The terminal's other screen: what is drawn there is gone when it is left, and what stood on the terminal before is back. Each frame
/// is written from the top in one piece, so that nothing flickers and a new size of the window needs no more than the next frame.
/// </summary>
/// <remarks>
/// Escape sequences of xterm's control sequences (DEC private modes 1049, 25 and 7), which every terminal of today knows.
/// </remarks>
internal sealed partial class LiveScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[2J";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    private readonly TextWriter _error;
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _signals = [];
    private bool _entered;
    private bool _lost;

    public LiveScreen(TextWriter error)
    {
        _error = error;
        // Also where a second Ctrl-C ends the process at once.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        if (OperatingSystem.IsWindows()) return;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Suspend)];
    }

    /// <summary>Columns and lines of the window.</summary>
    public static (int Width, int Height) Size
    {
        get
        {
            try
            {
                return (Math.Max(1, Console.WindowWidth), Math.Max(1, Console.WindowHeight));
            }
            catch (Exception error) when (error is IOException or PlatformNotSupportedException)
            {
                return (80, 24);
            }
        }
    }

    /// <summary>Shows a frame.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        lock (_lock)
        {
            if (!_entered) text.Append(Enter);
            _entered = true;
            text.Append("\e[H");
            for (int i = 0; i < lines.Count; i++) text.Append(i == 0 ? "" : "\r\n").Append(lines[i]).Append("\e[K");
            text.Append("\e[J");
            Write(text.ToString());
        }
    }

    /// <summary>Goes back to the ordinary screen; the next frame opens this one again.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_entered) Write(Leave);
            _entered = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        Close();
    }

    // Ctrl-Z: the shell that takes over gets its own screen back. Having a handler at all keeps .NET from stopping the process.
    private void Suspend(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (_lock)
        {
            // Nobody draws before the process goes on.
            Close();
            _ = SendSignal(Environment.ProcessId, OperatingSystem.IsLinux() ? 19 : 17);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int sigstop);

    private void OnExit(object? sender, EventArgs e) => Close();

    private void Write(string text)
    {
        if (_lost) return;
        try
        {
            _error.Write(text);
            _error.Flush();
        }
        catch (IOException)
        {
            // The terminal was closed: the run goes on without being seen.
            _lost = true;
        }
    }
}
