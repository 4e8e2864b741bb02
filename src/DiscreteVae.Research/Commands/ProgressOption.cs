using System.CommandLine;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Terminal;

namespace DiscreteVae.Research.Commands;

/// <summary>The option <c>--progress</c> of the verbs that run a sweep.</summary>
internal sealed class ProgressOption
{
    private readonly Option<ProgressMode> _mode = new("--progress")
    {
        Description = "How progress is shown: live bars, plain lines, none, or auto: live on a terminal and plain elsewhere.",
        HelpName = "auto|live|plain|none",
        DefaultValueFactory = _ => ProgressMode.Auto,
    };

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command command) => command.Options.Add(_mode);

    /// <summary>Opens what was asked for.</summary>
    public SweepDisplay Open(ParseResult parse, CommandContext context, CancellationToken interrupted)
    {
        ProgressMode asked = parse.GetValue(_mode);
        TerminalFacts terminal = TerminalFacts.Here(context.Interactive);
        ProgressMode mode = terminal.Choose(asked);
        if (asked == ProgressMode.Live && mode != asked)
            context.Error.WriteLine("note: --progress live needs a terminal of its own on stderr; showing plain lines");
        if (mode == ProgressMode.Live)
        {
            var live = new LiveProgress(context, terminal, interrupted);
            return new SweepDisplay(live, live, live);
        }
        ISweepProgress progress = mode == ProgressMode.None
            ? new FailuresOnly(context.Error)
            : new ProgressLines(context.Error, terminal.Drawable);
        return new SweepDisplay(progress, new ErrorNotes(context.Error), null);
    }
}

/// <summary>Where a sweep's progress and notes go.</summary>
/// <param name="Progress">Told of the trials.</param>
/// <param name="Notes">Told of the rest.</param>
/// <param name="Live">Closed when the sweep is over.</param>
internal sealed record SweepDisplay(ISweepProgress Progress, IProgress<string> Notes, IDisposable? Live) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Live?.Dispose();
}
