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
    private const int BarWidth = 24;
    private const int NumberWidth = 10;
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
        if (running > 0) parts.Add(Running(snapshot.Running, running, width));
        parts.Add(Overall(snapshot, width));
        if (ended > 0) parts.Add(Ended(snapshot.Ended, ended, width));
        parts.AddRange(notes.Select(note => Line("note: " + note, width, Style.Plain)));
        return Render(new Rows(parts), width, height);
    }

    private Grid Running(IReadOnlyList<RunningTrial> trials, int lines, int width)
    {
        // The widest first to go: what the trial is of, the temperature, the pace.
        bool swept = width >= 110, temperature = width >= 96, pace = width >= 84, elbo = width >= 60, label = width >= 44;
        int columns = 2 + (label ? 1 : 0) + (elbo ? 1 : 0) + (temperature ? 1 : 0) + (pace ? 1 : 0) + (swept ? 1 : 0);
        int taken = (label ? LabelWidth : 0) + 14 + 10 + (elbo ? 14 : 0) + (temperature ? NumberWidth : 0) + (pace ? 14 : 0) + columns;
        int sweptWidth = swept ? Math.Min(trials.Max(trial => trial.Swept.Length) + 1, Math.Max(20, width - taken - BarWidth)) : 0;
        if (sweptWidth == 1) (swept, sweptWidth) = (false, 0);
        int bar = Math.Max(4, width - taken - sweptWidth);
        Grid grid = Columns([label ? LabelWidth : 0, sweptWidth, bar, 14, elbo ? 14 : 0, temperature ? NumberWidth : 0, pace ? 14 : 0, 10]);
        foreach (RunningTrial trial in trials.Take(trials.Count > lines ? lines - 1 : lines))
        {
            Row(grid,
                (label, Line(trial.Label, LabelWidth, Style.Plain)),
                (swept, Line(Short(trial.Swept, sweptWidth), sweptWidth, Dim)),
                (true, Bar(trial.Fraction, bar)),
                (true, Line(string.Create(CultureInfo.InvariantCulture, $"epoch {trial.Epoch}/{trial.Epochs}"), 14, Style.Plain)),
                (elbo, Line(double.IsNaN(trial.Elbo) ? "" : string.Create(CultureInfo.InvariantCulture, $"elbo {trial.Elbo:f2}"), 14, Style.Plain)),
                (temperature, Line(double.IsNaN(trial.Temperature) ? "" : string.Create(CultureInfo.InvariantCulture, $"{(terminal.Unicode ? "τ" : "temp")} {trial.Temperature:g4}"), NumberWidth, Style.Plain)),
                (pace, Line(trial.StepsPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $"{trial.StepsPerSecond:f0} steps/s") : "", 14, Style.Plain)),
                (true, Line(trial.Left is { } left ? $"{Time(left)} left" : "", 10, Style.Plain)));
        }
        return trials.Count > lines ? More(grid, trials.Count - lines + 1, "running") : grid;
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

    private static Grid Ended(IReadOnlyList<EndedTrial> trials, int lines, int width)
    {
        bool swept = width >= 70;
        int sweptWidth = swept ? Math.Clamp(trials.Max(trial => trial.Swept.Length), 1, Math.Max(10, width - LabelWidth - 12 - 12 - 10 - 5)) : 0;
        Grid grid = Columns([LabelWidth, sweptWidth, 12, 12, 10]);
        Row(grid, (true, new Text(" ")), (swept, new Text("")), (true, Line("test elbo", 12, Dim)), (true, new Text("")), (true, new Text("")));
        int shown = trials.Count > lines - 1 ? lines - 2 : trials.Count;
        foreach (EndedTrial trial in trials.Take(shown))
        {
            Style colour = trial.Status == "completed" ? Style.Parse("green") : Style.Parse("red");
            Row(grid,
                (true, Line(trial.Label, LabelWidth, Style.Plain)),
                (swept, Line(Short(trial.Swept, sweptWidth), sweptWidth, Style.Plain)),
                (true, Line(trial.Elbo is { } elbo ? elbo.ToString("f2", CultureInfo.InvariantCulture) : "-", 12, Style.Plain)),
                (true, Line(trial.Status, 12, colour)),
                (true, Line(Time(TimeSpan.FromSeconds(trial.Seconds)), 10, Dim)));
        }
        return trials.Count > shown ? More(grid, trials.Count - shown, "ended") : grid;
    }

    private static Style Dim { get; } = Style.Parse("grey");

    private static Grid More(Grid grid, int count, string what)
    {
        IRenderable[] row = [new Text(string.Create(CultureInfo.InvariantCulture, $"and {count} more {what}")), .. Enumerable.Repeat(new Text(""), grid.Columns.Count - 1)];
        return grid.AddRow(row);
    }

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

    private static Text Line(string text, int width, Style style) => new(Fit(text, width), style);

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
