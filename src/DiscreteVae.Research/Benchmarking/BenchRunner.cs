using System.Globalization;
using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// Measures a trial. In each turn every thread count trains an epoch, with the FMA peak and what others leave of it measured before and after,
/// and then every peer runs once: what drifts on a shared machine drifts for all. The other backends come last, since their libraries
/// swell the process.
/// </summary>
internal sealed class BenchRunner(BenchSubject subject, BenchRequest request, IProgress<string> notes, TimeProvider clock)
{
    private const int DataPasses = 3;
    private const double LongestPresentSeconds = 0.2;
    private static readonly TimeSpan PeakDuration = TimeSpan.FromMilliseconds(30);

    /// <summary>Measures everything.</summary>
    /// <param name="name">The manifest's.</param>
    /// <param name="commandLine">For the record.</param>
    /// <param name="cancellationToken">Ends after the step under way; a peer is killed.</param>
    /// <exception cref="UserErrorException">A backend is not here, or a peer failed.</exception>
    public async Task<BenchReport> RunAsync(string name, IReadOnlyList<string> commandLine, CancellationToken cancellationToken)
    {
        IReadOnlyList<PixelBatch> images = await subject.LoadAsync(cancellationToken).ConfigureAwait(false);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("dvae-bench-");
        var contenders = new List<Contender>();
        try
        {
            var choice = new TrialBackends(notes, clock);
            foreach (int threads in request.Threads)
            {
                IBackend backend = choice.Create(subject.Manifest, subject.Shape.Pixels, threads);
                string metrics = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"metrics-{threads}.csv"));
                contenders.Add(new Contender(threads, new EpochBench(subject, backend, metrics, clock)));
            }
            double flops = StepProfiler.CountFlops(subject, images, contenders[0].Bench.Backend, clock);
            double[][] peers = await CompeteAsync(contenders, cancellationToken).ConfigureAwait(false);
            Spread data = await MeasureDataAsync(cancellationToken).ConfigureAwait(false);
            double? peakMegabytes = ProcessMemory.PeakMegabytes();
            return new BenchReport
            {
                Name = name,
                Trial = subject.Trial.Resolved,
                Machine = Describe(contenders[0].Bench.Backend, commandLine),
                Work = new WorkRecord(subject.Shape.EncoderSizes, subject.Shape.DecoderSizes, subject.Train.Length,
                    subject.Manifest.Training.BatchSize, subject.Steps, flops),
                Epochs = [.. contenders.Select(contender => contender.Figures(flops * subject.Train.Length))],
                DataMilliseconds = data,
                Peers = [.. request.Peers.Zip(peers, (command, seconds) => Compare(command, new Spread(seconds), contenders))],
                PeakMegabytes = peakMegabytes,
                Profiles = Profile(images, cancellationToken),
            };
        }
        finally
        {
            foreach (Contender contender in contenders) contender.Bench.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private async Task<double[][]> CompeteAsync(List<Contender> contenders, CancellationToken cancellationToken)
    {
        double[][] peers = [.. request.Peers.Select(_ => new double[request.Epochs])];
        foreach (Contender contender in contenders) contender.WarmUpSeconds = await contender.Bench.RunAsync(cancellationToken).ConfigureAwait(false);
        for (int turn = 0; turn < request.Epochs; turn++)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"turn {turn + 1}/{request.Epochs}");
            foreach (Contender contender in contenders)
            {
                (double peakBefore, double presentBefore) = MeasureFma(contender);
                double seconds = await contender.Bench.RunAsync(cancellationToken).ConfigureAwait(false);
                (double peakAfter, double presentAfter) = MeasureFma(contender);
                contender.Add(seconds, Math.Max(peakBefore, peakAfter), (presentBefore + presentAfter) / 2);
                notes.Report(string.Create(CultureInfo.InvariantCulture, $"{label}: {Count(contender.Threads)}, {seconds:f3} s an epoch"));
            }
            for (int p = 0; p < peers.Length; p++)
            {
                peers[p][turn] = new Spread(await PeerProcess.RunAsync(request.Peers[p], cancellationToken).ConfigureAwait(false)).Median;
                notes.Report(string.Create(CultureInfo.InvariantCulture, $"{label}: {request.Peers[p]}, {peers[p][turn]:f3} s an epoch"));
            }
        }
        return peers;
    }

    // Others come and go within milliseconds, so that the mean wants a twentieth of an epoch on each side of it.
    private (double Peak, double Present) MeasureFma(Contender contender) => (
        FmaPeak.Measure(contender.Threads, clock, PeakDuration),
        FmaPeak.MeasurePresent(contender.Threads, clock, TimeSpan.FromSeconds(Math.Min(contender.WarmUpSeconds / 20, LongestPresentSeconds))));

    private async Task<Spread> MeasureDataAsync(CancellationToken cancellationToken)
    {
        ImageFeed feed = subject.CreateFeed();
        int[] order = EpochOrder.Of(subject.Train, (ulong)subject.Manifest.Training.Seed, 1);
        var milliseconds = new List<double>();
        for (int pass = 0; pass <= DataPasses; pass++)
        {
            long begun = clock.GetTimestamp();
            await feed.RunAsync(order, 1, minibatch => minibatch.Count, _ => { }, cancellationToken).ConfigureAwait(false);
            // The first pass warms up.
            if (pass > 0) milliseconds.Add(clock.GetElapsedTime(begun).TotalMilliseconds / subject.Steps);
        }
        return new Spread(milliseconds);
    }

    private List<StepProfile> Profile(IReadOnlyList<PixelBatch> images, CancellationToken cancellationToken)
    {
        var profiles = new List<StepProfile>();
        foreach (int threads in request.Threads)
        {
            foreach (BackendEntry entry in request.Backends)
            {
                profiles.Add(StepProfiler.Run(subject, images, entry, threads, clock, cancellationToken));
                notes.Report(string.Create(CultureInfo.InvariantCulture,
                    $"{entry.Name}, {Count(threads)}: {(profiles[^1].Parts is { } parts ? $"{parts.Total:f2} ms a step" : "not here")}"));
            }
        }
        return profiles;
    }

    private MachineRecord Describe(IBackend backend, IReadOnlyList<string> commandLine) => MachineRecord.Of(EnvironmentRecord.Gather(
        clock, Environment.CurrentDirectory, commandLine, new BackendRecord(backend.Name, backend.Description, backend.Threads),
        new DataRecord(subject.Manifest.Data.Dataset, subject.Dataset.Checksums)));

    private static string Count(int threads) => string.Create(CultureInfo.InvariantCulture, $"{threads} thread{(threads == 1 ? "" : "s")}");

    private static PeerFigures Compare(string command, Spread seconds, IEnumerable<Contender> contenders) => new(command, seconds,
        [.. contenders.Select(contender => PeerRatio.Of(contender.Threads, seconds, contender.Seconds))]);

    /// <summary>One thread count and what was measured of it.</summary>
    private sealed record Contender(int Threads, EpochBench Bench)
    {
        private readonly List<double> _seconds = [], _peaks = [], _present = [], _bytes = [];
        private int _fullCollections;

        public double WarmUpSeconds { get; set; }

        public Spread Seconds => new(_seconds);

        public void Add(double seconds, double peak, double present)
        {
            _seconds.Add(seconds);
            _peaks.Add(peak);
            _present.Add(present);
            _bytes.Add(Bench.BytesPerStep);
            _fullCollections += Bench.FullCollections;
        }

        public EpochFigures Figures(double flops) => new(Threads, Bench.Backend.Name, Bench.Backend.Description, Seconds, new Spread(_peaks),
            Shares(_peaks, flops), new Spread(_present), Shares(_present, flops), new Spread(_bytes), _fullCollections);

        private Spread Shares(List<double> rates, double flops) => new([.. _seconds.Zip(rates, (seconds, rate) => flops / (rate * 1e9 * seconds))]);
    }
}
