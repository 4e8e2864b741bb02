using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Research.Commands;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Terminal;
using DiscreteVae.Research.Trials;
using DiscreteVae.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace DiscreteVae.Tests.Terminal;

/// <summary>What the live view makes of a sweep's events, against times and steps told to it.</summary>
public sealed class LiveBoardTests : IDisposable
{
    private readonly TinyExperiment _experiment = new();
    private readonly IBackend _backend = BackendRegistry.Create("mathnet", 1);
    private readonly Clock _clock = new();

    // 2 trials of 10 epochs of 6 steps.
    private ExperimentPlan Plan() => ManifestLoader.Load(_experiment.Manifest,
        ["training:epochs=10", """sweep:axes={"training:seed":[0,1]}"""], new ConfigurationBuilder().Build(), ManifestArguments.Vocabulary);

    [Fact]
    public void Fractions_pace_and_time_left_follow_the_steps()
    {
        ExperimentPlan plan = Plan();
        var board = new LiveBoard(_clock);
        var meter = new TrainingMeter();
        board.Started(plan, [TrialState.Pending, TrialState.Pending], new CoreShare(1, 1));
        board.Begun(plan.Trials[0], _backend, null, meter);
        meter.Record(1, 6, -100, 0.5);
        board.Snapshot();
        _clock.Pass(2);
        for (int step = 2; step <= 5; step++) meter.Record(step, 6, -100 + step, 0.5);

        RunningTrial running = Assert.Single(board.Snapshot().Running);

        Assert.Equal((1, 10), (running.Epoch, running.Epochs));
        Assert.Equal(5 / 60.0, running.Fraction, 1e-12);
        Assert.Equal(-100 + (2 + 3 + 4 + 5) / 5.0, running.Elbo, 1e-12);
        Assert.Equal(0.5, running.Temperature);
        Assert.Equal(5 / 2.0, running.StepsPerSecond, 1e-9);
        // 4 steps in 2 seconds, 55 to go.
        Assert.Equal(27.5, running.Left!.Value.TotalSeconds, 1e-6);
        Assert.Equal(5 / 120.0, board.Snapshot().Fraction, 1e-12);
    }

    [Fact]
    public void Ended_trials_are_best_first_and_count_as_done_and_interrupted_ones_do_not()
    {
        ExperimentPlan plan = Plan();
        var board = new LiveBoard(_clock);
        board.Started(plan, [TrialState.Pending, TrialState.Pending], new CoreShare(2, 1));
        foreach (Trial trial in plan.Trials) board.Begun(trial, _backend, null, new TrainingMeter());
        board.Ended(plan.Trials[0], new TrialState { Status = TrialStatus.Diverged, Reason = "why" });
        Assert.Equal((1, 0.5), (board.Snapshot().Done, board.Snapshot().Fraction));
        board.Epoch(plan.Trials[1], new EpochReport(3, 18, null, null, new Elbo(-30, 3, 3), false, TimeSpan.FromSeconds(1)));
        board.Interrupted(plan.Trials[1]);

        LiveSnapshot snapshot = board.Snapshot();

        Assert.Equal(["interrupted", "diverged"], snapshot.Ended.Select(trial => trial.Status));
        Assert.Equal((1, 3, -11), (snapshot.Done, snapshot.Ended[0].Epochs, snapshot.Ended[0].Elbo));
        Assert.Equal("why", snapshot.Ended[1].Reason);
        Assert.Empty(snapshot.Running);
    }

    [Fact]
    public void What_stays_after_the_view_is_plain_lines()
    {
        ExperimentPlan plan = Plan();
        using var error = new StringWriter();
        var context = new CommandContext(TextWriter.Null, error, Interactive: true, _clock, []);
        using (var live = new LiveProgress(context, new TerminalFacts(true, true, true), CancellationToken.None))
        {
            live.Report("before");
            live.Started(plan, [TrialState.Pending, TrialState.Pending], new CoreShare(1, 1));
            live.Begun(plan.Trials[0], _backend, null, new TrainingMeter());
            live.Report("a note while it runs");
            live.Ended(plan.Trials[0], new TrialState { Status = TrialStatus.Completed, Epochs = 10, Final = new Dictionary<string, double> { ["test_elbo"] = -12.5 } });
            live.Ended(plan.Trials[1], new TrialState { Status = TrialStatus.Failed, Reason = "the disk is full" });
        }
        string written = error.ToString();
        Assert.StartsWith("note: before", written, StringComparison.Ordinal);
        // The other screen is entered and left once, and the cursor is back.
        Assert.Equal(2, written.Split("\e[?1049h").Length);
        string[] parts = written.Split("\e[?1049l");
        Assert.Equal(2, parts.Length);
        Assert.EndsWith("\e[?25h", parts[0], StringComparison.Ordinal);
        Assert.DoesNotContain('\e', parts[1]);
        foreach (string part in new[] { "tiny: 2 trials", "note: a note while it runs", "-12.50", "failed: the disk is full", "1 completed, 1 failed in" })
            Assert.Contains(part, parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_not_on_a_terminal_has_no_escape_sequences()
    {
        DvaeCommand live = await _experiment.RunAsync("--progress", "live");
        DvaeCommand none = await _experiment.RunAsync("--progress", "none", "--restart");
        Assert.Equal((0, 0), (live.ExitCode, none.ExitCode));
        Assert.DoesNotContain('\e', live.Error);
        Assert.Contains("--progress live needs a terminal", live.Error, StringComparison.Ordinal);
        Assert.Contains("epoch 2/2", live.Error, StringComparison.Ordinal);
        Assert.Empty(none.Error);
    }

    public void Dispose()
    {
        _backend.Dispose();
        _experiment.Dispose();
    }

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _ticks;

        public void Pass(double seconds) => _ticks += (long)(seconds * 1000);
    }
}
