using BenchmarkDotNet.Attributes;
using DiscreteVae.Backends.Simd;

namespace DiscreteVae.Benchmarks;

/// <summary>A run of a team that has nothing to do: what sharing costs a layer.</summary>
public class TeamBarrier : IDisposable
{
    private readonly NoWork _nothing = new();
    private WorkerTeam _team = null!;

    [Params(2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _team = new WorkerTeam(Threads);

    [Benchmark]
    public void Run() => _team.Run(_nothing, long.MaxValue);

    [Benchmark(Baseline = true)]
    public void ParallelFor() => Parallel.For(0, Threads, static _ => { });

    [GlobalCleanup]
    public void Dispose() => _team.Dispose();

    private sealed class NoWork : TeamWork
    {
        public override void Run(int worker, int workers)
        {
        }
    }
}
