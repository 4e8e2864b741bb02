using System.Text.RegularExpressions;
using CsCheck;
using DiscreteVae.Research.Terminal;

namespace DiscreteVae.Tests.Terminal;

/// <summary>The frames of the live view as text: what must be on them, and that they never leave the window.</summary>
public partial class LiveFrameTests
{
    private static readonly TerminalFacts Colourful = new(Drawable: true, Colour: true, Unicode: true);

    private static readonly Gen<LiveSnapshot> Snapshots = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 120], Gen.Int[0, 5], Gen.Double[0, 1],
        Gen.Char[' ', 'ÿ'].Array[0, 60].Select(letters => new string(letters)))
        .Select((running, ended, notes, fraction, text) => Snapshot(running, ended, fraction, text) with
        {
            Notes = [.. Enumerable.Repeat("a note that is long enough to leave every window if it were not cut " + text, notes)],
        });

    [Fact]
    public void No_frame_leaves_the_window() =>
        Gen.Select(Snapshots, Gen.Int[1, 200], Gen.Int[1, 60], Gen.Bool, Gen.Bool).Sample((snapshot, width, height, colour, unicode) =>
        {
            using var frame = new LiveFrame(new TerminalFacts(true, colour, unicode));
            IReadOnlyList<string> lines = frame.Draw(snapshot, width, height);
            Assert.InRange(lines.Count, 1, height);
            foreach (string line in lines)
            {
                string visible = Sgr().Replace(line, "");
                Assert.InRange(visible.Length, 0, width);
                // But for colour and weight there is nothing that moves the cursor.
                Assert.DoesNotContain(visible, char.IsControl);
                if (!colour) Assert.DoesNotMatch(@"\e\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]", line);
                if (!unicode) Assert.DoesNotContain('━', line);
            }
        }, iter: 2000);

    [Fact]
    public void A_running_trial_has_its_bar_epoch_elbo_temperature_pace_and_time_left()
    {
        string text = Text(Snapshot(1, 0, 0.5, "estimator:name=rloo"), 140, 24);
        foreach (string part in new[] { "[1/161 0000000000]", "estimator:name=rloo", "━", "epoch 3/20", "elbo -130.25", "τ 0.85", "312 steps/s", "1:23:45 left" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bar_is_as_full_as_the_trial_is_far()
    {
        foreach ((double fraction, bool any, bool all) in new[] { (0.0, false, false), (0.5, true, false), (1.0, true, true) })
        {
            using var frame = new LiveFrame(new TerminalFacts(true, false, false));
            string bar = frame.Draw(Snapshot(1, 0, fraction, ""), 100, 24)[1];
            Assert.Equal((any, all), (bar.Contains('#', StringComparison.Ordinal), !Bar().Match(bar).Value.Contains('.', StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Ended_trials_come_best_first_and_what_does_not_fit_is_counted()
    {
        string[] lines = Text(Snapshot(2, 50, 0.5, "x=1"), 100, 20).Split('\n');
        Assert.Equal(20, lines.Length + 1);
        int[] shown = [.. lines.Select(line => EndedElbo().Match(line)).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(100, shown.Length), shown);
        Assert.Contains(lines, line => line.StartsWith($"and {50 - shown.Length} more ended", StringComparison.Ordinal));
    }

    [Fact]
    public void More_running_trials_than_lines_are_counted_and_the_overall_bar_stays()
    {
        string text = Text(Snapshot(64, 0, 0.5, ""), 100, 12);
        Assert.Contains("more running", text, StringComparison.Ordinal);
        Assert.Contains("0/161 trials", text, StringComparison.Ordinal);
    }

    private static string Text(LiveSnapshot snapshot, int width, int height)
    {
        using var frame = new LiveFrame(Colourful);
        return Sgr().Replace(string.Join('\n', frame.Draw(snapshot, width, height)), "");
    }

    private static LiveSnapshot Snapshot(int running, int ended, double fraction, string swept) => new()
    {
        Title = "study: 161 trials; 2 at once, 1 thread each",
        Running =
        [
            .. Enumerable.Range(0, running).Select(i => new RunningTrial($"[{i + 1}/161 {i:d10}]", swept, 3, 20, fraction, -130.25, 0.85, 312.4,
                new TimeSpan(1, 23, 45))),
        ],
        Ended = [.. Enumerable.Range(0, ended).Select(i => new EndedTrial($"[{i + 1}/161 {i:d10}]", swept, i % 7 == 6 ? "diverged" : "completed", -100.0 - i, 20, 12.3, null))],
        Total = 161,
        Done = ended,
        Fraction = fraction,
        Elapsed = TimeSpan.FromSeconds(83),
        Left = TimeSpan.FromSeconds(4000),
        Notes = [],
    };

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Sgr();

    [GeneratedRegex(@"[#.]{4,}")]
    private static partial Regex Bar();

    [GeneratedRegex(@"-(\d+)\.00 ")]
    private static partial Regex EndedElbo();
}
