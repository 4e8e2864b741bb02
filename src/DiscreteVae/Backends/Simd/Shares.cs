namespace DiscreteVae.Backends.Simd;

/// <summary>
/// Items of one run, a share for each worker. A worker has the same items in every run, whose memory its core holds; one that is
/// done early takes what others have left, since no two cores of a shared machine are equally fast for long. Who does an item changes no
/// number: items write to memory of their own.
/// </summary>
/// <remarks>
/// Items are handed over several at once, and fewer towards the end of a share, as in guided self-scheduling (Polychronopoulos and Kuck,
/// IEEE Transactions on Computers 36, 1987): whoever is done first waits for about one item of another, not for a whole handful.
/// </remarks>
internal sealed class Shares
{
    // Counters of two workers in one cache line, or in two that are fetched together, would slow both down.
    private const int Stride = 32;

    private readonly int[] _next;
    private readonly int[] _end;
    private int _workers = 1, _grain = 1, _column = 1;

    /// <summary>Makes room for <paramref name="workers"/>.</summary>
    public Shares(int workers)
    {
        _next = new int[(workers + 1) * Stride];
        _end = new int[(workers + 1) * Stride];
    }

    /// <summary>Deals out 0 .. items − 1; before the run begins.</summary>
    /// <param name="items">How many, of about the same cost.</param>
    /// <param name="workers">Shares.</param>
    /// <param name="grain">Neighbours handed over at once, at most.</param>
    /// <param name="column">Items of a column: what is handed over at once is of one.</param>
    public void Deal(int items, int workers, int grain, int column = int.MaxValue)
    {
        (_workers, _grain, _column) = (workers, grain, column);
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
            start = Volatile.Read(ref _next[slot]);
            while (start < _end[slot])
            {
                end = start + Math.Min(Handful(_end[slot] - start), _column - start % _column);
                int seen = Interlocked.CompareExchange(ref _next[slot], end, start);
                if (seen == start) return true;
                start = seen;
            }
        }
        (start, end) = (0, 0);
        return false;
    }

    // Nobody waits for a single worker.
    private int Handful(int left) => Math.Min(_grain, _workers == 1 ? left : (left + 1) / 2);

    private static int Slot(int worker) => (worker + 1) * Stride;
}
