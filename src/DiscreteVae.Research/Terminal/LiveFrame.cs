using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DiscreteVae.Research.Terminal;

/// <summary>
/// Draws a <see cref="LiveSnapshot"/>: a bar a running trial, the bar of all, and the trials that ended, best first. Never more lines or
/// columns than there are: what does not fit is counted.
/// </summary>
internal sealed partial class LiveFrame(TerminalFacts terminal)
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

    /// <summary>The lines of a frame, with escape sequences for colour and weight only.</summary>
    public IReadOnlyList<string> Draw(LiveSnapshot snapshot, int width, int height)
    {
        if (width < 20 || height < 4) return [Fit(string.Create(CultureInfo.InvariantCulture, $"{snapshot.Fraction:p0} done"), width)];
        IReadOnlyList<string> notes = [.. snapshot.Notes.TakeLast(Math.Min(MostNotes, height / 8))];
        // Title, overall bar and an empty line always; of the rest the running trials come first.
        int rest = height - 3 - notes.Count;
        int ended = snapshot.Ended.Count == 0 ? 0 : Math.Min(snapshot.Ended.Count + 2, Math.Max(rest - snapshot.Running.Count, Math.Min(4, rest / 2)));
        int running = Math.Min(snapshot.Running.Count, rest - ended);
        if (ended < 3) ended = 0;
        var parts = new List<IRenderable> { Line(snapshot.Title, width, Style.Parse("bold")) };
        if (running > 0) parts.AddRange(Running(snapshot.Running, running, width));
        parts.Add(Overall(snapshot, width));
        if (ended > 0) parts.AddRange(Ended(snapshot.Ended, ended, width));
        parts.AddRange(notes.Select(note => Line("note: " + note, width, Style.Plain)));
        return Render(new Rows(parts), width, height);
    }

    private IEnumerable<IRenderable> Running(IReadOnlyList<RunningTrial> trials, int lines, int width)
    {
        // What there is room for beside the bar, in the order of what one would miss; each column takes one more between it and the next.
        int room = width - ShortestBar - 1;
        bool Fits(int columns)
        {
            if (room < columns + 1) return false;
            room -= columns + 1;
            return true;
        }
        bool epoch = Fits(EpochWidth), left = Fits(LeftWidth), label = Fits(LabelWidth), elbo = Fits(ElboWidth), pace = Fits(PaceWidth), temperature = Fits(TemperatureWidth);
        int widest = trials.Max(trial => trial.Swept.Length);
        int sweptWidth = room < 2 * ShortestBar ? 0 : Math.Min(widest, room * 2 / 3);
        bool swept = sweptWidth > 0 && Fits(sweptWidth);
        int bar = ShortestBar + room;
        Grid grid = Columns([label ? LabelWidth : 0, swept ? sweptWidth : 0, bar, epoch ? EpochWidth : 0, elbo ? ElboWidth : 0,
            temperature ? TemperatureWidth : 0, pace ? PaceWidth : 0, left ? LeftWidth : 0]);
        foreach (RunningTrial trial in trials.Take(trials.Count > lines ? lines - 1 : lines))
        {
            Row(grid,
                (label, Line(trial.Label, LabelWidth, Style.Plain)),
                (swept, Line(Short(trial.Swept, sweptWidth), sweptWidth, Dim)),
                (true, Bar(trial.Fraction, bar)),
                (epoch, Line(string.Create(CultureInfo.InvariantCulture, $"epoch {trial.Epoch}/{trial.Epochs}"), EpochWidth, Style.Plain)),
                (elbo, Line(double.IsNaN(trial.Elbo) ? "" : string.Create(CultureInfo.InvariantCulture, $"elbo {trial.Elbo:f2}"), ElboWidth, Style.Plain)),
                (temperature, Line(double.IsNaN(trial.Temperature) ? "" : string.Create(CultureInfo.InvariantCulture, $"{(terminal.Unicode ? "τ" : "temp")} {trial.Temperature:g4}"), TemperatureWidth, Style.Plain)),
                (pace, Line(trial.StepsPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $"{trial.StepsPerSecond:f0} steps/s") : "", PaceWidth, Style.Plain)),
                (left, Line(trial.Left is { } time ? $"{Time(time)} left" : "", LeftWidth, Style.Plain)));
        }
        return trials.Count > lines ? [grid, More(trials.Count - lines + 1, "running", width)] : [grid];
    }

    private Grid Overall(LiveSnapshot snapshot, int width)
    {
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{snapshot.Done}/{snapshot.Total} trials  {snapshot.Fraction:p0}  {Time(snapshot.Elapsed)}{(snapshot.Left is { } left ? $", {Time(left)} left" : "")}");
        int bar = Math.Max(4, width - text.Length - 2);
        Grid grid = Columns([bar, text.Length]);
        Row(grid, (true, Bar(snapshot.Fraction, bar)), (true, Line(text, width, Style.Parse("bold"))));
        return grid;
    }

    private static IEnumerable<IRenderable> Ended(IReadOnlyList<EndedTrial> trials, int lines, int width)
    {
        bool swept = width >= 70;
        int sweptWidth = swept ? Math.Clamp(trials.Max(trial => trial.Swept.Length), 1, Math.Max(10, width - LabelWidth - ElboWidth - StatusWidth - TimeWidth - 5)) : 0;
        Grid grid = Columns([LabelWidth, sweptWidth, ElboWidth, StatusWidth, TimeWidth]);
        Row(grid, (true, new Text(" ")), (swept, new Text("")), (true, Line("test elbo", ElboWidth, Dim)), (true, new Text("")), (true, new Text("")));
        int shown = trials.Count > lines - 1 ? lines - 2 : trials.Count;
        foreach (EndedTrial trial in trials.Take(shown))
        {
            Style colour = Style.Parse(trial.Status switch { "completed" => "green", "pruned" or "interrupted" => "yellow", _ => "red" });
            Row(grid,
                (true, Line(trial.Label, LabelWidth, Style.Plain)),
                (swept, Line(Short(trial.Swept, sweptWidth), sweptWidth, Style.Plain)),
                (true, Line(trial.Elbo is { } elbo ? elbo.ToString("f2", CultureInfo.InvariantCulture) : "-", ElboWidth, Style.Plain)),
                (true, Line(trial.Status, StatusWidth, colour)),
                (true, Line(Time(TimeSpan.FromSeconds(trial.Seconds)), TimeWidth, Dim)));
        }
        return trials.Count > shown ? [grid, More(trials.Count - shown, "ended", width)] : [grid];
    }

    private static Style Dim { get; } = Style.Parse("grey");

    private static Text More(int count, string what, int width) =>
        Line(string.Create(CultureInfo.InvariantCulture, $"and {count} more {what}"), width, Dim);

    private static Grid Columns(IEnumerable<int> widths)
    {
        var grid = new Grid { Expand = false };
        foreach (int width in widths.Where(width => width > 0)) grid.AddColumn(new GridColumn { Width = width, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        return grid;
    }

    private static void Row(Grid grid, params IEnumerable<(bool Shown, IRenderable Cell)> cells) =>
        grid.AddRow([.. cells.Where(cell => cell.Shown).Select(cell => cell.Cell)]);

    private Paragraph Bar(double fraction, int width)
    {
        int full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * width);
        (char done, char open) = terminal.Unicode ? ('━', terminal.Colour ? '━' : '─') : ('#', '.');
        return new Paragraph().Append(new string(done, full), Style.Parse("blue")).Append(new string(open, width - full), Dim);
    }

    private static Text Line(string text, int width, Style style) => new(Fit(text, width), style) { Overflow = Overflow.Crop };

    // The last names of the key paths alone where the whole ones do not fit.
    private static string Short(string swept, int width) => swept.Length <= width ? swept : KeyPrefix().Replace(swept, "");

    [GeneratedRegex(@"(?<=^| )(?:[A-Za-z-]+:)+(?=[A-Za-z-]+=)")]
    private static partial Regex KeyPrefix();

    // What users write may hold anything: a control character would move the cursor.
    private static string Fit(string text, int width)
    {
        string clean = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return clean.Length <= width ? clean : width < 4 ? clean[..width] : clean[..(width - 3)] + "...";
    }

    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:d2}:{time.Seconds:d2}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:d2}");

    private string[] Render(IRenderable frame, int width, int height)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new Sheet(writer, width, height),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = terminal.Unicode;
        console.Write(frame);
        return [.. writer.ToString().TrimEnd('\n').Split('\n').Take(height)];
    }

    private sealed class Sheet(TextWriter writer, int width, int height) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => height;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
