using System.Runtime.ExceptionServices;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>
/// Splits a pass over rows or elements into one contiguous range a thread, with the thread pool's threads beside the caller's and
/// without garbage. The caller takes whatever range no other thread has begun, so that a busy pool delays a pass but never blocks
/// it.
/// </summary>
/// <remarks>
/// Serves one caller at a time. Waking a thread takes some 10 µs: passes below <see cref="Threshold"/> elements stay on the
/// caller.
/// </remarks>
internal sealed class WorkSplitter : IThreadPoolWorkItem
{
    /// <summary>Elements that are worth another thread.</summary>
    public const int Threshold = 32 * 1024;

    private readonly int _threads;
    private Action<int, int> _pass = static (_, _) => { };
    private ExceptionDispatchInfo? _error;
    private int _count;
    private int _next = int.MaxValue / 2;
    private int _unfinished;

    public WorkSplitter(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
    }

    /// <summary>Calls <paramref name="pass"/> with [start, end) ranges that together are [0, <paramref name="count"/>).</summary>
    /// <param name="count">Rows or elements.</param>
    /// <param name="elements">The size of the whole pass in elements.</param>
    /// <param name="pass">Kept by the caller, so that a call costs no delegate.</param>
    public void Run(int count, long elements, Action<int, int> pass)
    {
        if (_threads == 1 || elements < Threshold)
        {
            pass(0, count);
            return;
        }
        (_pass, _count, _error) = (pass, count, null);
        Volatile.Write(ref _unfinished, _threads);
        // From here on ranges can be taken, also by an item that an earlier pass queued and that runs only now. Such an item does
        // no harm before: the number of ranges is always the same, and all of the last pass are taken.
        Volatile.Write(ref _next, 0);
        for (int i = 1; i < _threads; i++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        ((IThreadPoolWorkItem)this).Execute();
        var spinner = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0) spinner.SpinOnce(sleep1Threshold: -1);
        _error?.Throw();
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            int part = Interlocked.Increment(ref _next) - 1;
            if (part >= _threads) return;
            try
            {
                _pass((int)((long)_count * part / _threads), (int)((long)_count * (part + 1) / _threads));
            }
            catch (Exception exception)
            {
                _error = ExceptionDispatchInfo.Capture(exception);
            }
            Interlocked.Decrement(ref _unfinished);
        }
    }
}
