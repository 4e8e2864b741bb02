using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>Keeps a trial's record as it runs: <c>metrics.csv</c> and <c>state.json</c>.</summary>
internal sealed class TrialRecorder : IDisposable
{
    private readonly Trial _trial;
    private readonly TrialFolder _folder;
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private readonly double _secondsBefore;
    // Each metric as it was measured last: an epoch without evaluation has no test values.
    private readonly SortedDictionary<string, double> _final = new(StringComparer.Ordinal);
    private MetricsWriter? _metrics;

    /// <summary>Begins the record, or goes on with it behind an epoch; what was measured after that will be measured again.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="throughEpoch">The epoch of the checkpoint that the trial goes on from; −1 begins anew.</param>
    /// <param name="secondsBefore">Seconds spent in earlier sessions.</param>
    /// <param name="clock">The clock.</param>
    public TrialRecorder(Trial trial, TrialFolder folder, int throughEpoch, double secondsBefore, TimeProvider clock)
    {
        (_trial, _folder, _secondsBefore, _clock, _begun) = (trial, folder, secondsBefore, clock, clock.GetTimestamp());
        Epoch = throughEpoch;
    }

    /// <summary>The last epoch on record; −1 before epoch 0, the initial model.</summary>
    public int Epoch { get; private set; }

    /// <summary>Wall-clock seconds over all sessions.</summary>
    public double Seconds => _secondsBefore + Math.Max(0, _clock.GetElapsedTime(_begun).TotalSeconds);

    /// <summary>Opens the metrics. Not at once, so that a file that cannot be opened fails the trial as any other error does.</summary>
    /// <exception cref="UserErrorException">The file cannot be opened or is damaged.</exception>
    public void Open()
    {
        _metrics = MetricsWriter.Open(_folder.MetricsPath, Epoch);
        if (Epoch < 0) return;
        foreach (MetricRow row in MetricsFile.Read(_folder.MetricsPath)) Note(row);
    }

    /// <summary>Writes an epoch's rows.</summary>
    /// <exception cref="UserErrorException">They cannot be written.</exception>
    public void Write(EpochReport report)
    {
        IReadOnlyList<MetricRow> rows = report.ToRows(_trial.Id, _trial.Manifest.Training.Seed);
        _metrics!.Write(rows);
        foreach (MetricRow row in rows) Note(row);
        Epoch = report.Epoch;
    }

    /// <summary>Writes the state.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public TrialState WriteState(TrialStatus status, string? reason = null)
    {
        var state = new TrialState
        {
            Status = status,
            Reason = reason,
            Epochs = Math.Max(0, Epoch),
            Seconds = Math.Round(Seconds, 3),
            Final = new SortedDictionary<string, double>(_final, StringComparer.Ordinal),
        };
        _folder.WriteState(state);
        return state;
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics?.Dispose();

    private void Note(MetricRow row) => _final[$"{row.Split}_{row.Metric}"] = row.Value;
}
