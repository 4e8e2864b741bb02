using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace DiscreteVae.Benchmarks;

/// <summary>
/// Runs what the command line names. In this process: a generated project would be restored against the repository's locked packages. Short
/// runs, since the machine's other tenants move a figure more than further repetitions do.
/// </summary>
internal static class Benchmarks
{
    public static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Benchmarks).Assembly)
        .Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
}
