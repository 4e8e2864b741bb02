using DiscreteVae.Backends.Simd;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>Work that ends when every member of the team has come and acted.</summary>
internal abstract class Meeting(int size) : TeamWork
{
    private int _present;

    public override void Run(int worker)
    {
        Act(worker);
        int round = (Interlocked.Increment(ref _present) - 1) / size + 1;
        while (Volatile.Read(ref _present) < round * size) Thread.Yield();
    }

    protected abstract void Act(int worker);
}
