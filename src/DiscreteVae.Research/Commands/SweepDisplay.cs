using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Terminal;

namespace DiscreteVae.Research.Commands;

/// <summary>Where a sweep's progress goes; disposed when the sweep is over.</summary>
internal sealed class SweepDisplay : IDisposable
{
    private readonly LiveProgress? _live;
    private readonly DisplayNotes _notes;

    private SweepDisplay(ISweepProgress progress, DisplayNotes notes)
    {
        (Progress, _live, _notes) = (progress, progress as LiveProgress, notes);
        _notes.Live = _live;
    }

    /// <summary>Told of the trials.</summary>
    public ISweepProgress Progress { get; }

    /// <summary>Opens what was asked for, or what the terminal can do of it.</summary>
    /// <param name="asked">The option <c>--progress</c>.</param>
    /// <param name="context">Where it is shown.</param>
    /// <param name="notes">Notes, which go to a live view while it is open.</param>
    /// <param name="interrupted">Tells that the run is to stop.</param>
    public static SweepDisplay Open(ProgressMode asked, CommandContext context, DisplayNotes notes, CancellationToken interrupted)
    {
        TerminalFacts terminal = TerminalFacts.Here(context.Interactive);
        ProgressMode mode = terminal.Choose(asked);
        if (asked == ProgressMode.Live && mode != asked)
            notes.Report("--progress live needs a terminal on stderr, in the foreground; these are plain lines");
        return new SweepDisplay(mode switch
        {
            ProgressMode.Live => new LiveProgress(context, terminal, interrupted),
            ProgressMode.None => new FailuresOnly(context.Error),
            _ => new ProgressLines(context.Error, terminal.Drawable),
        }, notes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _notes.Live = null;
        _live?.Dispose();
    }
}
