using DiscreteVae.Layers;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// The training epochs of a trial against the clock, whole: the shuffle, loading and binarising, the train steps, and the epoch's metrics
/// on the disk. Evaluation is not among them, as it is not in the peers' seconds.
/// </summary>
internal sealed class EpochBench : IDisposable
{
    private readonly BenchSubject _subject;
    private readonly TimeProvider _clock;
    private readonly Trainer _trainer;
    private readonly ImageFeed _feed;
    private readonly MetricsWriter _metrics;
    private readonly int[] _order;
    private int _epoch;

    /// <summary>Makes the model and the pipeline.</summary>
    /// <param name="subject">The trial.</param>
    /// <param name="backend">Where the arithmetic runs; disposed of with this.</param>
    /// <param name="metricsPath">A file to write metrics to, replaced.</param>
    /// <param name="clock">Gives the time.</param>
    public EpochBench(BenchSubject subject, IBackend backend, string metricsPath, TimeProvider clock)
    {
        (_subject, Backend, _clock) = (subject, backend, clock);
        _trainer = Trainer.Create(subject.Manifest, backend, subject.Dataset.Train.PixelsPerImage);
        _feed = subject.CreateFeed();
        _order = new int[subject.Train.Length];
        _metrics = MetricsWriter.Open(metricsPath, throughEpoch: -1);
    }

    /// <summary>Where the arithmetic runs.</summary>
    public IBackend Backend { get; }

    /// <summary>Bytes that the process allocated in the last epoch, a step.</summary>
    public double BytesPerStep { get; private set; }

    /// <summary>Collections of the whole heap in the last epoch.</summary>
    public int FullCollections { get; private set; }

    /// <summary>Runs the next epoch and returns its seconds.</summary>
    /// <exception cref="DivergedException">A loss was not finite.</exception>
    public async Task<double> RunAsync(CancellationToken cancellationToken)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true), begun = _clock.GetTimestamp();
        int collections = GC.CollectionCount(GC.MaxGeneration);
        long seed = _subject.Manifest.Training.Seed;
        EpochOrder.Write(_subject.Train, (ulong)seed, ++_epoch, _order);
        EpochSummary trained = await _trainer.TrainAsync(_feed, _order, _epoch, cancellationToken).ConfigureAwait(false);
        var report = new EpochReport(_epoch, _trainer.Step, trained, null, null, _trainer.Estimator.Traits.Relaxed, default);
        _metrics.Write(report.ToRows(_subject.Trial.Id, seed));
        double seconds = _clock.GetElapsedTime(begun).TotalSeconds;
        BytesPerStep = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / _subject.Steps;
        FullCollections = GC.CollectionCount(GC.MaxGeneration) - collections;
        return seconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        Backend.Dispose();
    }
}
