namespace DiscreteVae.Backends.Simd;

/// <summary>
/// Items of one run, a share for each worker. A worker has the same items in every run, whose memory its core holds; one that is
/// done early takes what others have left, since no two cores of a shared machine are equally fast for long. Who does an item changes no
/// number: items write to memory of their own.
/// </summary>
internal sealed class Shares
{
    // Counters of two workers in one cache line, or in two that are fetched together, would slow both down.
    private const int Stride = 32;

    private readonly int[] _next;
    private readonly int[] _end;
    private int _workers = 1, _grain = 1;

    /// <summary>Makes room for <paramref name="workers"/>.</summary>
    public Shares(int workers)
    {
        _next = new int[(workers + 1) * Stride];
        _end = new int[(workers + 1) * Stride];
    }

    /// <summary>Deals out 0 .. items − 1; before the run begins.</summary>
    /// <param name="items">How many.</param>
    /// <param name="workers">Shares.</param>
    /// <param name="grain">Neighbours handed over at once.</param>
    public void Deal(int items, int workers, int grain)
    {
        (_workers, _grain) = (workers, grain);
        for (int worker = 0; worker < workers; worker++)
        {
            _next[Slot(worker)] = Blocked.Start(items, worker, workers);
            _end[Slot(worker)] = Blocked.Start(items, worker + 1, workers);
        }
    }

    /// <summary>The next items for a worker, or false when there are none left for anyone.</summary>
    /// <param name="worker">Below the number of shares.</param>
    /// <param name="start">The first item.</param>
    /// <param name="end">One after the last.</param>
    public bool Take(int worker, out int start, out int end)
    {
        for (int other = 0; other < _workers; other++)
        {
            int slot = Slot((worker + other) % _workers);
            end = _end[slot];
            if (Volatile.Read(ref _next[slot]) >= end) continue;
            start = Interlocked.Add(ref _next[slot], _grain) - _grain;
            if (start >= end) continue;
            end = Math.Min(start + _grain, end);
            return true;
        }
        (start, end) = (0, 0);
        return false;
    }

    private static int Slot(int worker) => (worker + 1) * Stride;
}
