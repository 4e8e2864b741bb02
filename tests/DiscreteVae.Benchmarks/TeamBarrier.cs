using BenchmarkDotNet.Attributes;
using DiscreteVae.Backends.Simd;

namespace DiscreteVae.Benchmarks;

/// <summary>A run of a team of two who only meet: what sharing costs a layer.</summary>
public class TeamBarrier : IDisposable
{
    private readonly Meeting _meeting = new();
    private WorkerTeam _team = null!;

    [GlobalSetup]
    public void Setup() => _team = new WorkerTeam(2);

    [Benchmark]
    public void Run()
    {
        _meeting.Present = 0;
        _team.Run(_meeting, long.MaxValue);
    }

    [Benchmark(Baseline = true)]
    public void ParallelFor() => Parallel.For(0, 2, static _ => { });

    [GlobalCleanup]
    public void Dispose() => _team.Dispose();

    private sealed class Meeting : TeamWork
    {
        public int Present;

        public override void Run(int worker)
        {
            Interlocked.Increment(ref Present);
            while (Volatile.Read(ref Present) < 2) Thread.SpinWait(1);
        }
    }
}
