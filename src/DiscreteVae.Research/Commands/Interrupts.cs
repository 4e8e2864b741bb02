using System.Runtime.InteropServices;

namespace DiscreteVae.Research.Commands;

/// <summary>
/// Ctrl-C, SIGTERM and a closed terminal: the first asks the run to stop and save, the second ends the process at once. .NET does not
/// handle SIGTERM by itself: without this the process would die with nothing saved.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>What the first one says.</summary>
    public const string Message = "interrupted: stopping, with what is under way saved; once more stops at once";

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public Interrupts(TextWriter messages)
    {
        void Handle(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (Interlocked.Increment(ref _count) == 1)
            {
                messages.WriteLine(Message);
                _source.Cancel();
            }
            else
            {
                Environment.Exit((int)ExitCode.Killed);
            }
        }
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _source.Dispose();
    }
}
