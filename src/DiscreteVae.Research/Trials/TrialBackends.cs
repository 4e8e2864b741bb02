using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>Makes the backends of a run's trials; what <c>auto</c> stands for is measured once a model shape and batch size.</summary>
internal sealed class TrialBackends(IProgress<string> notes, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Sizes, int BatchSize, int Threads), string> _choices = [];

    /// <summary>Ends with an error where a trial asks for a backend that is not here.</summary>
    /// <exception cref="UserErrorException">It says why, and what to do.</exception>
    public static void Check(string name)
    {
        if (name == BackendRegistry.Auto) return;
        if (BackendRegistry.Find(name).WhyUnavailable() is string reason) throw new UserErrorException(ExitCode.Environment, $"compute:backend: {reason}");
    }

    /// <summary>Makes the backend of a trial.</summary>
    /// <param name="manifest">The trial.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <param name="threads">Threads of its arithmetic.</param>
    /// <param name="checkpoint">
    /// Where the trial goes on: on the backend that it began on, and with as many threads where its numbers depend on them.
    /// </param>
    public IBackend Create(TrialManifest manifest, int pixels, int threads, CheckpointContent? checkpoint = null)
    {
        ModelShape shape = TrialModel.Shape(manifest.Model, pixels);
        string name = manifest.Compute.Backend;
        if (name == BackendRegistry.Auto && checkpoint?.Backend is string before && BackendRegistry.Names.Contains(before)
            && BackendRegistry.Find(before).WhyUnavailable() is null)
        {
            name = before;
        }
        if (checkpoint is { Threads: > 0 } && checkpoint.Backend == name && !BackendRegistry.Find(name).Reproducible) threads = checkpoint.Threads;
        if (name == BackendRegistry.Auto) name = Choose(shape, manifest.Training.BatchSize, threads);
        return BackendRegistry.Create(name, threads);
    }

    private string Choose(ModelShape shape, int batchSize, int threads)
    {
        // One at a time: two calibrations at once would time each other.
        lock (_lock)
        {
            var key = (string.Join('-', shape.EncoderSizes), batchSize, threads);
            if (_choices.TryGetValue(key, out string? known)) return known;
            BackendSelection selection = BackendRegistry.Select(BackendRegistry.Auto, threads, shape, batchSize, clock);
            using (selection.Backend)
            {
                notes.Report($"backend: {selection.Calibration}");
                return _choices[key] = selection.Backend.Name;
            }
        }
    }
}
