using DiscreteVae.Layers;

namespace DiscreteVae.Backends;

/// <summary>One backend of the registry: how to find out whether this machine has it, and how to make it.</summary>
public sealed class BackendEntry
{
    private readonly Action _probe;
    private readonly Func<int, IBackend> _create;

    /// <summary>Describes a backend.</summary>
    /// <param name="name">The name in manifests.</param>
    /// <param name="reproducible">Its results are bit-identical for any number of threads.</param>
    /// <param name="probe">Loads what the backend needs; throws <see cref="BackendUnavailableException"/> when that is not
    /// there.</param>
    /// <param name="create">Makes the backend for a number of threads.</param>
    public BackendEntry(string name, bool reproducible, Action probe, Func<int, IBackend> create)
    {
        (Name, Reproducible, _probe, _create) = (name, reproducible, probe, create);
    }

    /// <summary>The name in manifests.</summary>
    public string Name { get; }

    /// <summary>
    /// Its results are bit-identical for any number of threads; calibration prefers such a one when little is lost.
    /// </summary>
    public bool Reproducible { get; }

    /// <summary>Why this machine cannot run it and what to do, or null when it can. The first call may load a library.</summary>
    public string? WhyUnavailable()
    {
        try
        {
            _probe();
            return null;
        }
        catch (BackendUnavailableException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Makes the backend; the caller disposes of it.</summary>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="BackendUnavailableException">This machine cannot run it.</exception>
    public IBackend Create(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return _create(threads);
    }
}
