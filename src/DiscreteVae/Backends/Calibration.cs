using System.Globalization;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends;

/// <summary>
/// Times whole train steps of a model on the backends of this machine and chooses the fastest. Training is none the wiser: random
/// streams are pure functions, so that reading some here moves no number there.
/// </summary>
public sealed class Calibration
{
    /// <summary>
    /// A reproducible backend is chosen when the fastest takes at least this share of its time. Half, since a library's gain must be worth
    /// metrics that change with the machine and its threads, and since a few milliseconds on a busy machine say no more than that: the same
    /// manifest run twice should not come to different backends.
    /// </summary>
    public const double Preference = 0.5;

    /// <summary>
    /// The share of the FMA peak that a library's whole step stays below: its products reach 85 to 90 % at best, and the passes
    /// between them come on top. A library that could not win even so is neither loaded nor timed.
    /// </summary>
    public const double LibraryShare = 0.85;

    /// <summary>
    /// The time for steps, in milliseconds. Loading libraries, compiling code, the first whole step, and those until a reproducible backend
    /// has come to its speed, come on top; no step begins that is expected to end later, but for the first of all.
    /// </summary>
    public const double Budget = 100;

    // The runtime compiles a method well after many calls, 200 where the command has its say, in the background.
    private const double WarmUpMilliseconds = 100;
    private const int MostWarmUpSteps = 250;

    // That compiling takes a core from the steps for a while. Waiting for its end costs less than loading a library for nothing.
    private const double PatienceMilliseconds = 300;

    private const double LargestStep = 2e9;
    private const int Rounds = 6;
    private const string Spent = "not timed, since the time for calibration was spent";

    private readonly int _threads;
    private readonly ModelShape _shape;
    private readonly PixelBatch _images;
    private readonly double _bound;
    private readonly TimeProvider _clock;
    private readonly List<CalibrationCandidate> _candidates = [];
    private double _spent, _preparing;

    private Calibration(int threads, ModelShape shape, int batchSize, double peakGigaflops, TimeProvider clock)
    {
        (_threads, _shape, _clock) = (threads, shape, clock);
        int images = (int)Math.Clamp(LargestStep / shape.TrainingFlops, 1, batchSize);
        _images = CalibrationTrial.RandomImages(images, shape.Pixels);
        _bound = images * shape.TrainingFlops / (LibraryShare * peakGigaflops * 1e6);
    }

    /// <summary>How long to measure the FMA peak for.</summary>
    public static TimeSpan PeakDuration { get; } = TimeSpan.FromMilliseconds(3);

    private double Best => _candidates.Min(candidate => candidate.Best);

    /// <summary>Chooses among backends, tried in the order given.</summary>
    /// <param name="entries">At least one must be available.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="shape">The model to be trained.</param>
    /// <param name="batchSize">Images a minibatch; timed steps have fewer when the model is large.</param>
    /// <param name="peakGigaflops">The FMA peak of that many threads.</param>
    /// <param name="clock">Gives the time.</param>
    /// <exception cref="BackendUnavailableException">None is available.</exception>
    public static CalibrationResult Run(IReadOnlyList<BackendEntry> entries, int threads, ModelShape shape, int batchSize,
        double peakGigaflops, TimeProvider clock)
    {
        var calibration = new Calibration(threads, shape, batchSize, peakGigaflops, clock);
        try
        {
            foreach (BackendEntry entry in entries) calibration.Try(entry);
            // Round by round rather than backend by backend, so that a disturbance of the machine hits all alike.
            for (int round = 1; round < Rounds; round++) calibration.Repeat();
            return calibration.Choose();
        }
        finally
        {
            foreach (CalibrationCandidate candidate in calibration._candidates) candidate.Dispose();
        }
    }

    private void Try(BackendEntry entry)
    {
        var candidate = new CalibrationCandidate(entry);
        bool settled = _candidates.Any(IsSettled);
        _candidates.Add(candidate);
        if (settled || _spent >= Budget)
        {
            candidate.Note = !settled ? Spent
                : string.Create(CultureInfo.InvariantCulture, $"not timed, since a library's step takes over {_bound:f2} ms");
            return;
        }
        long start = _clock.GetTimestamp();
        // Few images show a hopeless backend without the cost of a whole step.
        int all = _images.Capacity, few = Math.Max(all / 16, 1);
        _images.SetCount(few);
        if (candidate.IsAvailable()) WarmUp(candidate.Begin(_threads, _shape, _clock));
        _preparing += _clock.GetElapsedTime(start).TotalMilliseconds;
        if (candidate.Trial is null) return;

        double part = candidate.Trial.Run(_images);
        _spent += part;
        candidate.Expected = part * all / few;
        if (part > Best) candidate.GiveUp($"given up: {few} images take longer than the fastest one's {all}");
        else
        {
            if (candidate.Reproducible) Settle(candidate);
            Time(candidate);
        }
    }

    // Whether no library could win against it.
    private bool IsSettled(CalibrationCandidate candidate) => candidate.Reproducible && candidate.Best * Preference <= _bound;

    private void Settle(CalibrationCandidate candidate)
    {
        _images.SetCount(_images.Capacity);
        double spent = 0;
        while (spent < PatienceMilliseconds && !IsSettled(candidate))
        {
            double step = candidate.Trial!.Run(_images);
            candidate.Best = Math.Min(candidate.Best, step);
            spent += step;
        }
        _preparing += spent;
    }

    private void WarmUp(CalibrationTrial trial)
    {
        double spent = 0;
        for (int step = 0; step < MostWarmUpSteps && spent < WarmUpMilliseconds; step++) spent += trial.Run(_images);
    }

    private void Repeat()
    {
        foreach (CalibrationCandidate candidate in _candidates)
        {
            if (candidate.Trial is not null && candidate.Best <= 2 * Best) Time(candidate);
        }
    }

    private void Time(CalibrationCandidate candidate)
    {
        if (_spent + candidate.Expected > Budget && !double.IsPositiveInfinity(Best))
        {
            if (double.IsPositiveInfinity(candidate.Best)) candidate.Note = Spent;
            return;
        }
        _images.SetCount(_images.Capacity);
        // The first whole step finds its buffers in memory that was never touched, and takes several times as long.
        if (double.IsPositiveInfinity(candidate.Best)) _preparing += candidate.Trial!.Run(_images);
        candidate.Expected = candidate.Trial!.Run(_images);
        candidate.Best = Math.Min(candidate.Best, candidate.Expected);
        _spent += candidate.Expected;
    }

    private CalibrationResult Choose()
    {
        double best = Best;
        if (double.IsPositiveInfinity(best))
        {
            throw new BackendUnavailableException(
                BackendRegistry.Auto, string.Join(Environment.NewLine, _candidates.Select(c => c.Note)));
        }
        CalibrationCandidate choice = _candidates.FirstOrDefault(c => c.Reproducible && c.Best * Preference <= best)
            ?? _candidates.First(c => c.Best == best);
        return new CalibrationResult(
            choice.Name, _threads, _images.Capacity, _spent, _preparing, [.. _candidates.Select(c => c.Timing)]);
    }
}
