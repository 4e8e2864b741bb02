namespace DiscreteVae.Research.Results;

/// <summary>A trial of a results folder as it is now.</summary>
internal sealed class RecordedTrial
{
    private readonly TrialState _state;

    /// <summary>Reads its state and, while it trains, its last metrics.</summary>
    /// <param name="record">What the plan says of it.</param>
    /// <param name="folder">Its files.</param>
    /// <param name="epochs">Epochs it is to train.</param>
    /// <param name="tabled">Its state in the table of trials; counts where it has no folder.</param>
    /// <exception cref="UserErrorException">A file is damaged.</exception>
    public RecordedTrial(TrialRecord record, TrialFolder folder, int epochs, TrialState? tabled)
    {
        (Record, Folder, Epochs) = (record, folder, epochs);
        _state = tabled is not null && !Directory.Exists(folder.FullPath) ? tabled : folder.ReadState();
        Final = _state.Final;
        Epoch = _state.Epochs;
        if (_state.Status != TrialStatus.Running || !File.Exists(folder.MetricsPath))
            return;
        // The state is written now and then, the metrics after every epoch.
        var last = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (MetricRow row in MetricsFile.Read(folder.MetricsPath))
        {
            last[$"{row.Split}_{row.Metric}"] = row.Value;
            Epoch = row.Epoch;
        }
        Final = last;
    }

    /// <summary>What the plan says of it.</summary>
    public TrialRecord Record { get; }

    /// <summary>Its files.</summary>
    public TrialFolder Folder { get; }

    /// <summary>Epochs it is to train.</summary>
    public int Epochs { get; }

    /// <summary>Epochs done.</summary>
    public int Epoch { get; }

    /// <summary>How far it has come.</summary>
    public TrialStatus Status => _state.Status;

    /// <summary>Why it ended, where it did not complete.</summary>
    public string? Reason => _state.Reason;

    /// <summary>Seconds it took so far, as last recorded.</summary>
    public double Seconds => _state.Seconds;

    /// <summary>Each metric by its column's name as measured last.</summary>
    public IReadOnlyDictionary<string, double> Final { get; }

    /// <summary>When anything of it was written last; null before it began.</summary>
    public DateTimeOffset? Written => Directory.Exists(Folder.FullPath) && Directory.GetFiles(Folder.FullPath) is { Length: > 0 } files
        ? files.Max(file => new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero))
        : null;
}
