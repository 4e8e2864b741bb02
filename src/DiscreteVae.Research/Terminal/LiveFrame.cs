using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace DiscreteVae.Research.Terminal;

/// <summary>
/// Draws a <see cref="LiveSnapshot"/>: a bar a running trial, the bar of all, and the trials that ended, best first. Never more lines or
/// columns than there are: what does not fit is counted. Not for several threads at once.
/// </summary>
/// <remarks>
/// A frame is a paragraph a line, its columns padded here: the library's tables measure every cell twice, which took a tenth of a core.
/// </remarks>
internal sealed partial class LiveFrame : IDisposable
{
    private const int LabelWidth = 20;
    private const int ShortestBar = 8;
    private const int EpochWidth = 14;
    private const int ElboWidth = 13;
    private const int PaceWidth = 13;
    private const int TemperatureWidth = 11;
    private const int LeftWidth = 12;
    private const int StatusWidth = 12;
    private const int TimeWidth = 8;
    private const int MostNotes = 3;

    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Blue = new(Color.Blue);
    private static readonly Style Green = new(Color.Green);
    private static readonly Style Yellow = new(Color.Yellow);
    private static readonly Style Red = new(Color.Red);

    private readonly TerminalFacts _terminal;
    private readonly Sheet _sheet = new();
    private readonly IAnsiConsole _console;

    public LiveFrame(TerminalFacts terminal)
    {
        _terminal = terminal;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = _sheet,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
    }

    /// <summary>The lines of a frame, with escape sequences for colour and weight only.</summary>
    public IReadOnlyList<string> Draw(LiveSnapshot snapshot, int width, int height)
    {
        if (width < 20 || height < 4) return [Fit(Text($"{snapshot.Fraction:p0} done"), width)];
        IReadOnlyList<string> notes = [.. snapshot.Notes.TakeLast(Math.Min(MostNotes, height / 8))];
        // Title, overall bar and an empty line always; of the rest the running trials come first.
        int rest = height - 3 - notes.Count;
        int ended = snapshot.Ended.Count == 0 ? 0 : Math.Min(snapshot.Ended.Count + 2, Math.Max(rest - snapshot.Running.Count, Math.Min(4, rest / 2)));
        int running = Math.Min(snapshot.Running.Count, rest - ended);
        if (ended < 3) ended = 0;
        List<Cell[]> lines = [[new(snapshot.Title, width, Bold)]];
        if (running > 0) lines.AddRange(Running(snapshot.Running, running, width));
        lines.Add(Overall(snapshot, width));
        if (ended > 0) lines.AddRange(Ended(snapshot.Ended, ended, width));
        lines.AddRange(notes.Select(note => new Cell[] { new("note: " + note, width, Style.Plain) }));
        return [.. lines.Select(line => Render(line, width, height)).Take(height)];
    }

    /// <inheritdoc/>
    public void Dispose() => _sheet.Dispose();

    private IEnumerable<Cell[]> Running(IReadOnlyList<RunningTrial> trials, int lines, int width)
    {
        // What there is room for beside the bar, in the order of what one would miss; each column takes one more between it and the next.
        int room = width - ShortestBar - 1;
        bool Fits(int columns)
        {
            if (room < columns + 1) return false;
            room -= columns + 1;
            return true;
        }
        bool epoch = Fits(EpochWidth), left = Fits(LeftWidth), label = Fits(LabelWidth), elbo = Fits(ElboWidth), pace = Fits(PaceWidth),
            temperature = Fits(TemperatureWidth);
        int widest = trials.Max(trial => trial.Swept.Length);
        int sweptWidth = room < 2 * ShortestBar ? 0 : Math.Min(widest, room * 2 / 3);
        bool swept = sweptWidth > 0 && Fits(sweptWidth);
        foreach (RunningTrial trial in trials.Take(trials.Count > lines ? lines - 1 : lines))
        {
            (string done, string open) = Bar(trial.Fraction, ShortestBar + room);
            string tau = _terminal.Unicode ? "τ" : "temp";
            yield return Shown(
                (label, new(trial.Label, LabelWidth, Style.Plain)),
                (swept, new(Short(trial.Swept, sweptWidth), sweptWidth, Dim)),
                (true, new(done, done.Length, Blue) { Joined = true }),
                (true, new(open, open.Length, Dim)),
                (epoch, new(Text($"epoch {trial.Epoch}/{trial.Epochs}"), EpochWidth, Style.Plain)),
                (elbo, new(double.IsNaN(trial.Elbo) ? "" : Text($"elbo {trial.Elbo:f2}"), ElboWidth, Style.Plain)),
                (temperature, new(double.IsNaN(trial.Temperature) ? "" : Text($"{tau} {trial.Temperature:g4}"), TemperatureWidth, Style.Plain)),
                (pace, new(trial.StepsPerSecond > 0 ? Text($"{trial.StepsPerSecond:f0} steps/s") : "", PaceWidth, Style.Plain)),
                (left, new(trial.Left is { } time ? $"{Time(time)} left" : "", LeftWidth, Style.Plain)));
        }
        if (trials.Count > lines) yield return More(trials.Count - lines + 1, "running", width);
    }

    private Cell[] Overall(LiveSnapshot snapshot, int width)
    {
        string text = Text($"{snapshot.Done}/{snapshot.Total} trials  {snapshot.Fraction:p0}  {Time(snapshot.Elapsed)}")
            + (snapshot.Left is { } left ? $", {Time(left)} left" : "");
        (string done, string open) = Bar(snapshot.Fraction, Math.Max(4, width - text.Length - 1));
        return [new(done, done.Length, Blue) { Joined = true }, new(open, open.Length, Dim), new(text, text.Length, Bold)];
    }

    private static IEnumerable<Cell[]> Ended(IReadOnlyList<EndedTrial> trials, int lines, int width)
    {
        bool swept = width >= 70;
        int most = Math.Max(10, width - LabelWidth - ElboWidth - StatusWidth - TimeWidth - 5);
        int sweptWidth = swept ? Math.Clamp(trials.Max(trial => trial.Swept.Length), 1, most) : 0;
        yield return Shown((true, new("", LabelWidth, Dim)), (swept, new("", sweptWidth, Dim)), (true, new("test elbo", ElboWidth, Dim)));
        int shown = trials.Count > lines - 1 ? lines - 2 : trials.Count;
        foreach (EndedTrial trial in trials.Take(shown))
        {
            Style colour = trial.Status switch { "completed" => Green, "pruned" or "interrupted" => Yellow, _ => Red };
            yield return Shown(
                (true, new(trial.Label, LabelWidth, Style.Plain)),
                (swept, new(Short(trial.Swept, sweptWidth), sweptWidth, Style.Plain)),
                (true, new(trial.Elbo is { } elbo ? Text($"{elbo:f2}") : "-", ElboWidth, Style.Plain)),
                (true, new(trial.Status, StatusWidth, colour)),
                (true, new(Time(TimeSpan.FromSeconds(trial.Seconds)), TimeWidth, Dim)));
        }
        if (trials.Count > shown) yield return More(trials.Count - shown, "ended", width);
    }

    private static Cell[] More(int count, string what, int width) => [new(Text($"and {count} more {what}"), width, Dim)];

    private static Cell[] Shown(params IEnumerable<(bool Shown, Cell Cell)> cells) => [.. cells.Where(cell => cell.Shown).Select(cell => cell.Cell)];

    private (string Done, string Open) Bar(double fraction, int width)
    {
        int full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * width);
        (char done, char open) = _terminal.Unicode ? ('━', _terminal.Colour ? '━' : '─') : ('#', '.');
        return (new string(done, full), new string(open, width - full));
    }

    // The last names of the key paths alone where the whole ones do not fit.
    private static string Short(string swept, int width) => swept.Length <= width ? swept : KeyPrefix().Replace(swept, "");

    [GeneratedRegex(@"(?<=^| )(?:[A-Za-z-]+:)+(?=[A-Za-z-]+=)")]
    private static partial Regex KeyPrefix();

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    // What users write may hold anything: a control character would move the cursor.
    private static string Fit(string text, int width)
    {
        string clean = text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
        return clean.Length <= width ? clean : width < 4 ? clean[..width] : clean[..(width - 3)] + "...";
    }

    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? Text($"{(int)time.TotalHours}:{time.Minutes:d2}:{time.Seconds:d2}")
        : Text($"{time.Minutes}:{time.Seconds:d2}");

    private string Render(Cell[] cells, int width, int height)
    {
        var line = new Paragraph { Overflow = Overflow.Crop };
        int room = width;
        for (int i = 0; i < cells.Length && room > 0; i++)
        {
            string text = Fit(cells[i].Text, cells[i].Width);
            if (i < cells.Length - 1) text = text.PadRight(cells[i].Width + (cells[i].Joined ? 0 : 1));
            text = text[..Math.Min(text.Length, room)];
            room -= text.Length;
            line.Append(text, cells[i].Style);
        }
        _sheet.Begin(width, height);
        _console.Write(line);
        return _sheet.Text.TrimEnd('\n', '\r');
    }

    /// <summary>A column's text, padded to its width; joined to the next where no blank is to stand between.</summary>
    private sealed record Cell(string Text, int Width, Style Style)
    {
        public bool Joined { get; init; }
    }

    private sealed class Sheet : IAnsiConsoleOutput, IDisposable
    {
        private readonly StringWriter _writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

        public TextWriter Writer => _writer;

        public bool IsTerminal => true;

        public int Width { get; private set; } = 80;

        public int Height { get; private set; } = 24;

        public string Text => _writer.ToString();

        public void Begin(int width, int height)
        {
            (Width, Height) = (width, height);
            _writer.GetStringBuilder().Clear();
        }

        public void SetEncoding(Encoding encoding)
        {
        }

        public void Dispose() => _writer.Dispose();
    }
}
