using DiscreteVae.Layers;
using DiscreteVae.Research.Commands;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Terminal;

/// <summary>
/// The live view of a sweep: draws a few times a second, on a thread of its own, what the trials say of themselves. When it is closed, a
/// summary in plain lines stays.
/// </summary>
internal sealed class LiveProgress : ISweepProgress, IProgress<string>, IDisposable
{
    // Drawing takes time from the trials: at most a fiftieth of one core, and more rarely while the frames are slow, before they are
    // compiled.
    private const int RestPerDrawing = 50;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly CommandContext _context;
    private readonly LiveBoard _board;
    private readonly LiveFrame _frame;
    private readonly LiveScreen _screen;
    private readonly CancellationToken _interrupted;
    private readonly ManualResetEventSlim _closed = new();
    private Thread? _thread;

    /// <summary>Prepares; the view opens when the sweep starts.</summary>
    /// <param name="context">Where it is drawn, and its clock.</param>
    /// <param name="terminal">What the terminal can do.</param>
    /// <param name="interrupted">Tells that the run is to stop, which the view shows.</param>
    public LiveProgress(CommandContext context, TerminalFacts terminal, CancellationToken interrupted)
    {
        _context = context;
        _board = new LiveBoard(context.Clock);
        _frame = new LiveFrame(terminal);
        _screen = new LiveScreen(context.Error);
        _interrupted = interrupted;
    }

    public void Started(ExperimentPlan plan, IReadOnlyList<TrialState> states, CoreShare share)
    {
        _board.Started(plan, states, share);
        _thread = new Thread(Draw) { Name = "live view", IsBackground = true };
        _thread.Start();
    }

    public void Begun(Trial trial, IBackend backend, int? resumedFrom, TrainingMeter meter) => _board.Begun(trial, backend, resumedFrom, meter);

    public void Noted(Trial trial, string note) => _board.Noted(trial, note);

    public void Epoch(Trial trial, EpochReport report) => _board.Epoch(trial, report);

    public void Ended(Trial trial, TrialState state) => _board.Ended(trial, state);

    public void Interrupted(Trial trial) => _board.Interrupted(trial);

    /// <summary>A note: on the view while it is open, else a line.</summary>
    public void Report(string value)
    {
        if (_thread is null) _context.Error.WriteLine($"note: {value}");
        else _board.Report(value);
    }

    /// <summary>Closes the view and leaves the summary.</summary>
    public void Dispose()
    {
        _closed.Set();
        _thread?.Join();
        _screen.Dispose();
        _frame.Dispose();
        _closed.Dispose();
        if (_thread is not null) LiveSummary.Write(_context.Error, _board.Snapshot());
    }

    private void Draw()
    {
        TimeSpan rest;
        do
        {
            long begun = _context.Clock.GetTimestamp();
            (int width, int height) = LiveScreen.Size;
            LiveSnapshot snapshot = _board.Snapshot();
            if (_interrupted.IsCancellationRequested)
                snapshot = snapshot with { Notes = [.. snapshot.Notes, Interrupts.Message] };
            // The last column stays free: a full line would wrap on a window that is being made narrower.
            _screen.Show(_frame.Draw(snapshot, width - 1, height));
            TimeSpan asked = RestPerDrawing * _context.Clock.GetElapsedTime(begun);
            rest = asked < Shortest ? Shortest : asked > Longest ? Longest : asked;
        }
        while (!_closed.Wait(rest, CancellationToken.None));
    }
}
