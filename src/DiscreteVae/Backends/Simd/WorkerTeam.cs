using System.Runtime.ExceptionServices;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// Long-lived threads that run one piece of work together with the caller, who is worker 0. A worker that waits spins for
/// microseconds, then offers its core, and after about a millisecond sleeps, so that loaders get the core. Nobody waits for a worker
/// whose core is taken: who comes too late for a run finds it closed, and its share was done by others.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    // Below this many multiply-adds the caller alone is faster than a run of the team.
    private const long WorthSharing = 40_000;

    // Of the lower half of _state.
    private const int Closed = -1;

    private readonly Helper[] _helpers;
    private TeamWork? _work;
    private ExceptionDispatchInfo? _error;
    // Upper half: the number of the run. Lower half: helpers at work in it, or Closed.
    private long _state = StateOf(0, Closed);
    private volatile bool _disposed;

    /// <summary>Starts <paramref name="size"/> − 1 threads.</summary>
    public WorkerTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        Shares = new Shares(size);
        _helpers = [.. Enumerable.Range(1, size - 1).Select(index => new Helper(this, index))];
        foreach (Helper helper in _helpers) helper.Thread.Start();
    }

    /// <summary>Workers, the caller among them.</summary>
    public int Size { get; }

    /// <summary>The items of the run under way, for work that deals its items out.</summary>
    public Shares Shares { get; }

    /// <summary>
    /// Runs <paramref name="work"/> and returns when it is done. The first exception of any member is rethrown then.
    /// </summary>
    /// <param name="work">Its fields are set.</param>
    /// <param name="cost">About how many multiply-adds it is worth.</param>
    public void Run(TeamWork work, long cost)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_helpers.Length == 0 || cost < WorthSharing)
        {
            work.Run(0);
            return;
        }
        _work = work;
        int run = NumberOf(Volatile.Read(ref _state)) + 1;
        Volatile.Write(ref _state, StateOf(run, 0));
        WakeAll();
        try
        {
            work.Run(0);
        }
#pragma warning disable CA1031 // Rethrown below, when no member touches the work's memory any more.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Record(exception);
        }
        var wait = default(SpinThenYield);
        while (Interlocked.CompareExchange(ref _state, StateOf(run, Closed), StateOf(run, 0)) != StateOf(run, 0)) wait.Once();
        ExceptionDispatchInfo? error = _error;
        _error = null;
        error?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        WakeAll();
        foreach (Helper helper in _helpers) helper.Dispose();
    }

    private static long StateOf(int run, int present) => ((long)run << 32) | (uint)present;

    private static int NumberOf(long state) => (int)(state >> 32);

    private static int PresentIn(long state) => (int)state;

    private void WakeAll()
    {
        // A full fence between the news and the look at who sleeps, as in Helper.Await between going to sleep and the look at the
        // news: one of the two sees the other.
        Interlocked.MemoryBarrier();
        foreach (Helper helper in _helpers) helper.Wake();
    }

    // A helper joins a run once. While it is present the run stays open and the work's fields stand.
    private bool TryJoin(ref int last)
    {
        long state = Volatile.Read(ref _state);
        while (PresentIn(state) != Closed && NumberOf(state) != last)
        {
            long seen = Interlocked.CompareExchange(ref _state, state + 1, state);
            if (seen == state)
            {
                last = NumberOf(state);
                return true;
            }
            state = seen;
        }
        return false;
    }

    private void Leave() => Interlocked.Decrement(ref _state);

    private void Record(Exception exception) =>
        Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(exception), null);

    /// <summary>Waits cheaply for what is near: a few microseconds of spinning, then giving the core away each time.</summary>
    private struct SpinThenYield
    {
        private const int Spins = 100;

        public int Count { get; private set; }

        public void Once()
        {
            if (Count++ < Spins) Thread.SpinWait(1);
            else Thread.Yield();
        }
    }

    private sealed class Helper : IDisposable
    {
        // About a millisecond; between two runs of a train step lie tens of microseconds.
        private const int Patience = 2000;

        private readonly WorkerTeam _team;
        private readonly int _index;
        private readonly SemaphoreSlim _bell = new(0);
        private int _asleep;

        public Helper(WorkerTeam team, int index)
        {
            _team = team;
            _index = index;
            Thread = new Thread(Work) { IsBackground = true, Name = $"simd worker {index}" };
        }

        public Thread Thread { get; }

        public void Wake()
        {
            if (Volatile.Read(ref _asleep) == 1 && Interlocked.CompareExchange(ref _asleep, 0, 1) == 1) _bell.Release();
        }

        public void Dispose()
        {
            Thread.Join();
            _bell.Dispose();
        }

        private void Work()
        {
            for (int last = 0; Await(ref last);)
            {
                try
                {
                    _team._work!.Run(_index);
                }
#pragma warning disable CA1031 // The caller rethrows it.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    _team.Record(exception);
                }
                _team.Leave();
            }
        }

        // Until there is a run to join, or the team is no more: false.
        private bool Await(ref int last)
        {
            var wait = default(SpinThenYield);
            while (!_team.TryJoin(ref last))
            {
                if (_team._disposed) return false;
                if (wait.Count < Patience)
                {
                    wait.Once();
                    continue;
                }
                Interlocked.Exchange(ref _asleep, 1);
                bool joined = _team.TryJoin(ref last);
                // Whoever takes the 1 away decides whether the bell rings.
                bool awake = (joined || _team._disposed) && Interlocked.CompareExchange(ref _asleep, 0, 1) == 1;
                if (!awake) _bell.Wait();
                if (joined) return true;
                wait = default;
            }
            return true;
        }
    }
}
