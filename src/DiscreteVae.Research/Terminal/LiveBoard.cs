using System.Globalization;
using DiscreteVae.Layers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Terminal;

/// <summary>What is known of a sweep while it runs: told by the trials' threads, read by the one that draws.</summary>
internal sealed class LiveBoard(TimeProvider clock) : ISweepProgress, IProgress<string>
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Running> _running = [];
    private readonly List<EndedTrial> _ended = [];
    private readonly List<string> _notes = [];
    private string _title = "";
    private int _total;
    private int _pending;
    private HashSet<int> _rungs = [];
    private int _done;
    private double _interrupted;
    private long _begun;

    public void Started(ExperimentPlan plan, IReadOnlyList<TrialState> states, CoreShare share)
    {
        lock (_lock)
        {
            (_total, _begun) = (plan.Trials.Count, clock.GetTimestamp());
            int done = states.Count(state => state.IsDone), failed = states.Count(state => state.HasFailed);
            _pending = _total - done - failed;
            _rungs = plan.Halving is { } halving && _total > 0
                ? [.. SuccessiveHalving.Rungs(halving, plan.Trials[0].Manifest.Training.Epochs)]
                : [];
            string before = (done > 0 ? $", {Count(done, "completed already")}" : "") + (failed > 0 ? $", {Count(failed, "failed before")}" : "");
            _title = $"{plan.Name}: {CountOf(_total, "trial")}{before}; {share.Trials} at once, {CountOf(share.Threads, "thread")} each";
        }
    }

    public void Begun(Trial trial, IBackend backend, int? resumedFrom, TrainingMeter meter)
    {
        lock (_lock) _running[trial.Index] = new Running(trial, meter, clock.GetTimestamp());
    }

    public void Noted(Trial trial, string note) => Report($"{Label(trial)} {note}");

    public void Epoch(Trial trial, EpochReport report)
    {
        lock (_lock)
        {
            if (!_running.TryGetValue(trial.Index, out Running? running)) return;
            if (report.Epoch > 0 && report.Elapsed > TimeSpan.Zero)
                running.Rate = (report.Step - running.ReportedStep) / report.Elapsed.TotalSeconds;
            (running.ReportedStep, running.Reported) = (report.Step, clock.GetTimestamp());
            running.Epochs = report.Epoch;
            if (report.Test is { } test && double.IsFinite(test.PerDatum)) running.TestElbo = test.PerDatum;
        }
    }

    public void Ended(Trial trial, TrialState state)
    {
        lock (_lock)
        {
            _done++;
            double seconds = _running.Remove(trial.Index, out Running? running) ? clock.GetElapsedTime(running.Begun).TotalSeconds : state.Seconds;
            double? elbo = state.Final.TryGetValue("test_elbo", out double value) && double.IsFinite(value) ? value : null;
            _ended.Add(new EndedTrial(Label(trial), Swept(trial), state.Status.ToString().ToLowerInvariant(), elbo, state.Epochs, seconds,
                state.Status == TrialStatus.Completed ? null : state.Reason));
        }
    }

    public void Interrupted(Trial trial)
    {
        lock (_lock)
        {
            if (!_running.Remove(trial.Index, out Running? running)) return;
            long now = clock.GetTimestamp();
            _interrupted += running.At(now, clock, "").Fraction;
            _ended.Add(new EndedTrial(Label(trial), Swept(trial), "interrupted", running.TestElbo, running.Epochs,
                clock.GetElapsedTime(running.Begun, now).TotalSeconds, "its checkpoint is written"));
        }
    }

    /// <summary>Takes a note down.</summary>
    public void Report(string value)
    {
        lock (_lock) _notes.Add(value);
    }

    /// <summary>How it stands now.</summary>
    public LiveSnapshot Snapshot()
    {
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            double done = _done + _interrupted + _running.Values.Sum(trial => trial.At(now, clock, "").Fraction);
            // A trial that waits at a rung of successive halving for the others does not run.
            RunningTrial[] running = [.. _running.Values.Where(trial => !trial.WaitsAt(_rungs)).Select(trial => trial.At(now, clock, Label(trial.Trial)))];
            TimeSpan elapsed = clock.GetElapsedTime(_begun, now);
            return new LiveSnapshot
            {
                Title = _title,
                Running = running,
                Ended = [.. _ended.OrderByDescending(trial => trial.Elbo ?? double.NegativeInfinity)],
                Total = _total,
                Done = _total - _pending + _done,
                Fraction = _total == 0 ? 1 : Math.Min(1, (_total - _pending + done) / _total),
                Elapsed = elapsed,
                Left = done > 0 ? elapsed * (Math.Max(0, _pending - done) / done) : null,
                Notes = [.. _notes],
            };
        }
    }

    private string Label(Trial trial) => $"[{trial.Index + 1}/{_total} {trial.Id}]";

    private static string Swept(Trial trial) => string.Join(' ', trial.Swept.Select(swept => $"{swept.Key}={swept.Value}"));

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}");

    private static string CountOf(int count, string noun) => Count(count, noun + (count == 1 ? "" : "s"));

    private sealed class Running(Trial trial, TrainingMeter meter, long begun)
    {
        // A pace over less time than this says nothing.
        private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

        private (long Step, long Time)? _first;

        public Trial Trial { get; } = trial;

        public long Begun { get; } = begun;

        public long ReportedStep { get; set; }

        public long Reported { get; set; } = begun;

        public double Rate { get; set; }

        public int Epochs { get; set; }

        public double? TestElbo { get; set; }

        public bool WaitsAt(HashSet<int> rungs) => rungs.Contains(Epochs) && meter.Step == ReportedStep;

        public RunningTrial At(long now, TimeProvider clock, string label)
        {
            int epochs = Trial.Manifest.Training.Epochs;
            long step = meter.Step, steps = meter.StepsPerEpoch * epochs;
            // A resumed trial's pace counts from where it went on.
            if (step > 0) _first ??= (step, now);
            TimeSpan? left = null;
            if (_first is { } first && step > first.Step)
                left = clock.GetElapsedTime(first.Time, now) * ((double)Math.Max(0, steps - step) / (step - first.Step));
            TimeSpan since = clock.GetElapsedTime(Reported, now);
            // Between a report and the end of its next epoch there is nothing but training.
            if (since > Shortest && step > ReportedStep && step < ReportedStep + meter.StepsPerEpoch)
                Rate = (step - ReportedStep) / since.TotalSeconds;
            int epoch = step == 0 ? 0 : (int)Math.Min(epochs, (step - 1) / meter.StepsPerEpoch + 1);
            return new RunningTrial(label, Swept(Trial), epoch, epochs, steps == 0 ? 0 : Math.Min(1, (double)step / steps),
                meter.Elbo, meter.Temperature, Rate, left);
        }
    }
}
