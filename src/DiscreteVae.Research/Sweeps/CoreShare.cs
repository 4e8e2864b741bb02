using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// How the cores are shared: trials side by side with one thread each where there are enough of them, since threads of one trial wait for each
/// other; several threads a trial where there are fewer trials than cores.
/// </summary>
/// <param name="Trials">Trials at once.</param>
/// <param name="Threads">Threads a trial.</param>
internal readonly record struct CoreShare(int Trials, int Threads)
{
    /// <summary>Shares <paramref name="cores"/> out; the product exceeds them only where the manifest asks for more threads than there are.</summary>
    public static CoreShare Of(IReadOnlyList<Trial> trials, int cores)
    {
        if (trials.Count == 0) return new CoreShare(1, cores);
        int asked = trials.Max(trial => trial.Manifest.Compute.Threads);
        int threads = asked > 0 ? asked : Math.Max(1, cores / trials.Count);
        return new CoreShare(Math.Clamp(cores / threads, 1, trials.Count), threads);
    }
}
