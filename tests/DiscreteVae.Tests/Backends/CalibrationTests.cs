using DiscreteVae.Backends;
using DiscreteVae.Backends.RowMajor;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Backends;

namespace DiscreteVae.Tests.Backends;

/// <summary>Calibration by a manual clock: made-up backends take the time that their made-up speed allows.</summary>
public class CalibrationTests
{
    private const int BatchSize = 64;
    private static readonly ModelShape Shape = new(100, [40], new LatentShape(2, 3), Activation.Relu);
    private static readonly double StepGigaflop = BatchSize * Shape.TrainingFlops * 1e-9;
    private readonly ManualClock _clock = new();
    private readonly List<string> _loaded = [];

    [Fact]
    public void The_fastest_backend_is_chosen_and_every_figure_is_told()
    {
        CalibrationResult result = Run(1000, Backend("slow", 1), Backend("fast", 2), Backend("middling", 1.5));
        Assert.Equal("fast", result.Choice);
        Assert.Equal(["slow", "fast", "middling"], result.Timings.Select(timing => timing.Name));
        AssertMilliseconds(StepGigaflop / 2 * 1e3, result.Timings[1]);
        Assert.Equal("fast at 2 GFLOP/s", result.Timings[1].Description);
        Assert.Matches(@"^fast \(slow [\d.]+ ms; fast [\d.]+ ms; middling [\d.]+ ms; a step of 64 images on 1 threads\)$",
            result.ToString());
    }

    [Theory, InlineData(1.9, "reproducible"), InlineData(2.1, "other")]
    public void A_reproducible_backend_is_preferred_unless_another_is_twice_as_fast(double speed, string choice)
    {
        Assert.Equal(choice, Run(1000, Backend("other", speed), Backend("reproducible", 1, reproducible: true)).Choice);
    }

    [Fact]
    public void A_library_that_could_not_win_at_the_processors_peak_is_not_even_loaded()
    {
        CalibrationResult result = Run(1.1, Backend("reproducible", 1, reproducible: true), Backend("library", 1.05));
        Assert.Equal("reproducible", result.Choice);
        Assert.Equal(["reproducible"], _loaded);
        Assert.Null(result.Timings[1].StepMilliseconds);
        Assert.Contains("not timed, since a library's step takes over", result.Timings[1].Note, StringComparison.Ordinal);
    }

    /// <summary>As while the runtime compiles in the background: the first steps are slow, and a library must not profit.</summary>
    [Fact]
    public void A_reproducible_backend_is_given_time_to_come_to_its_speed()
    {
        var slowAtFirst = new BackendEntry("reproducible", true, () => _loaded.Add("reproducible"),
            _ => new RowMajorBackend(new SlowGemm("reproducible", _clock, 1, coldProducts: 40, BatchSize)));
        CalibrationResult result = Run(1.1, slowAtFirst, Backend("library", 1.05));
        Assert.Equal(["reproducible"], _loaded);
        AssertMilliseconds(StepGigaflop * 1e3, result.Timings[0]);
    }

    [Fact]
    public void A_hopeless_backend_is_given_up_after_a_few_images()
    {
        CalibrationResult result = Run(1000, Backend("fast", 2), Backend("hopeless", 0.05));
        Assert.Equal("fast", result.Choice);
        Assert.Null(result.Timings[1].StepMilliseconds);
        Assert.Equal("given up: 4 images take longer than the fastest one's 64", result.Timings[1].Note);
    }

    [Fact]
    public void The_budget_is_kept_when_steps_are_long()
    {
        // A step takes 60 ms: the second round would exceed the budget, and so would the second backend's step.
        double speed = StepGigaflop / 0.060;
        CalibrationResult result = Run(1000, Backend("first", speed), Backend("second", speed));
        Assert.Equal("first", result.Choice);
        Assert.InRange(result.Milliseconds, 60, Calibration.Budget);
        Assert.Equal("not timed, since the time for calibration was spent", result.Timings[1].Note);
    }

    [Fact]
    public void One_step_is_timed_whatever_it_takes()
    {
        CalibrationResult result = Run(1000, Backend("only", StepGigaflop / 5));
        Assert.Equal("only", result.Choice);
        AssertMilliseconds(5000, result.Timings[0]);
    }

    [Fact]
    public void A_missing_library_is_passed_over_with_its_reason()
    {
        CalibrationResult result = Run(1000, Missing("gone"), Backend("here", 1));
        Assert.Equal("here", result.Choice);
        Assert.Equal("gone was not found", result.Timings[0].Note);
    }

    [Fact]
    public void With_no_backend_at_all_every_reason_is_told()
    {
        var exception = Assert.Throws<BackendUnavailableException>(() => Run(1000, Missing("one"), Missing("two")));
        Assert.Contains("one was not found", exception.Message, StringComparison.Ordinal);
        Assert.Contains("two was not found", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_whole_step_which_touches_its_buffers_is_not_timed()
    {
        // 50 ms a step: the budget is spent before there is a third. A step has four products forward, of as many rows as images.
        double speed = StepGigaflop / 0.050;
        var cold = new BackendEntry("cold", false, () => { }, _ => new RowMajorBackend(new SlowGemm("cold", _clock, speed, 4, BatchSize)));
        AssertMilliseconds(50, Run(1000, cold).Timings[0]);
    }

    [Fact]
    public void A_large_model_is_timed_with_fewer_images()
    {
        var shape = new ModelShape(2000, [1000], new LatentShape(2, 3), Activation.Relu);
        CalibrationResult result = Calibration.Run([Backend("only", 5)], 1, shape, 1000, 1000, _clock);
        Assert.Equal((int)(2e9 / shape.TrainingFlops), result.Images);
    }

    // REINFORCE needs no gradient by the codes, 1 to 2 % of a step in which every layer's input has one.
    private static void AssertMilliseconds(double expected, BackendTiming timing) =>
        Assert.InRange(timing.StepMilliseconds!.Value, 0.98 * expected, expected);

    private CalibrationResult Run(double peak, params BackendEntry[] entries) =>
        Calibration.Run(entries, 1, Shape, BatchSize, peak, _clock);

    private BackendEntry Backend(string name, double gigaflops, bool reproducible = false) =>
        new(name, reproducible, () => _loaded.Add(name), _ => new RowMajorBackend(new SlowGemm(name, _clock, gigaflops)));

    private static BackendEntry Missing(string name)
    {
        Action fail = () => throw new BackendUnavailableException(name, $"{name} was not found");
        return new BackendEntry(name, false, fail, _ => throw new InvalidOperationException("A missing backend is never made."));
    }
}
