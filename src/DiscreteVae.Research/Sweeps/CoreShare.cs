using DiscreteVae.Backends;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// How the cores are shared: trials side by side with one thread each where there are enough of them, since threads of one trial wait for
/// each other; several threads a trial where there are fewer trials than cores.
/// </summary>
/// <param name="Trials">Trials at once.</param>
/// <param name="Threads">Threads a trial.</param>
internal readonly record struct CoreShare(int Trials, int Threads)
{
    /// <summary>Shares <paramref name="cores"/> out; the product exceeds them only where somebody asks for more than there are.</summary>
    /// <param name="trials">All trials of the plan.</param>
    /// <param name="pending">How many of them are to run.</param>
    /// <param name="cores">Cores of this machine.</param>
    /// <param name="parallel">Trials at once, if somebody asks for a number; else 0.</param>
    public static CoreShare Of(IReadOnlyList<Trial> trials, int pending, int cores, int parallel = 0)
    {
        if (pending == 0) return new CoreShare(1, cores);
        // Where threads move the last bits, a sweep that goes on with what is left must have the threads that it began with.
        int count = trials.All(trial => IsReproducible(trial.Manifest.Compute.Backend)) ? pending : trials.Count;
        int asked = trials.Max(trial => trial.Manifest.Compute.Threads);
        int threads = asked > 0 ? asked : Math.Max(1, cores / (parallel > 0 ? Math.Min(parallel, count) : count));
        return new CoreShare(Math.Clamp(parallel > 0 ? parallel : cores / threads, 1, pending), threads);
    }

    private static bool IsReproducible(string backend) => backend != BackendRegistry.Auto && BackendRegistry.Find(backend).Reproducible;
}
