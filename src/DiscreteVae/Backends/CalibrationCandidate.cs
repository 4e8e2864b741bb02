using DiscreteVae.Models;

namespace DiscreteVae.Backends;

/// <summary>One backend in the course of a calibration.</summary>
internal sealed class CalibrationCandidate(BackendEntry entry) : IDisposable
{
    private readonly BackendEntry _entry = entry;

    public string Name => _entry.Name;

    public bool Reproducible => _entry.Reproducible;

    /// <summary>Null before <see cref="Begin"/> and after <see cref="GiveUp"/>.</summary>
    public CalibrationTrial? Trial { get; private set; }

    /// <summary>The fastest whole step so far, in milliseconds; infinite when there is none.</summary>
    public double Best { get; set; } = double.PositiveInfinity;

    /// <summary>An estimate of the next whole step, in milliseconds.</summary>
    public double Expected { get; set; }

    public string? Note { get; set; }

    public string? Description { get; private set; }

    public BackendTiming Timing => new(Name, Description, double.IsPositiveInfinity(Best) ? null : Best, Note);

    /// <summary>Loads the backend; says why not when that fails.</summary>
    public bool IsAvailable()
    {
        Note = _entry.WhyUnavailable();
        return Note is null;
    }

    /// <summary>Makes the backend and a model on it.</summary>
    public CalibrationTrial Begin(int threads, ModelShape shape, TimeProvider clock)
    {
        Trial = new CalibrationTrial(_entry.Create(threads), shape, clock);
        Description = Trial.Description;
        return Trial;
    }

    public void GiveUp(string note)
    {
        Note = note;
        Dispose();
    }

    public void Dispose()
    {
        Trial?.Dispose();
        Trial = null;
    }
}
