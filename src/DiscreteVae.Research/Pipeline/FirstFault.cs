using System.Runtime.ExceptionServices;

namespace DiscreteVae.Research.Pipeline;

/// <summary>
/// Keeps Dataflow blocks from faulting. A faulted block hangs whoever sends to it and empties the queues behind it, so no delegate ever
/// throws: the first exception is kept here, everything is asked to stop, and the exception is rethrown when all blocks are done.
/// </summary>
internal sealed class FirstFault(CancellationTokenSource stop)
{
    private ExceptionDispatchInfo? _fault;

    /// <summary>Whether the run is to end: after a fault, or on the user's wish.</summary>
    public bool Stopped => stop.IsCancellationRequested;

    /// <summary>Runs a delegate; an exception is kept and stops the run.</summary>
    /// <returns>Whether it ran to its end.</returns>
    public bool Try<T>(Action<T> action, T argument)
    {
        try
        {
            action(argument);
            return true;
        }
        catch (OperationCanceledException) when (Stopped)
        {
            return false;
        }
#pragma warning disable CA1031 // Every exception counts: it is rethrown by Rethrow.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Record(exception);
            return false;
        }
    }

    /// <summary>Keeps the exception if it is the first, and stops the run.</summary>
    public void Record(Exception exception)
    {
        Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(exception), null);
        stop.Cancel();
    }

    /// <summary>Rethrows the first exception, with the stack trace it had.</summary>
    public void Rethrow() => _fault?.Throw();
}
