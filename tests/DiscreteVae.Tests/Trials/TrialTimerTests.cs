using DiscreteVae.Research.Trials;
using DiscreteVae.Tests.Support.Backends;

namespace DiscreteVae.Tests.Trials;

public class TrialTimerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Step = TimeSpan.FromMilliseconds(1);

    // Once a first pass that the machine disturbed was taken for the whole answer.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task One_disturbed_pass_is_no_answer(int disturbed)
    {
        var clock = new ManualClock();
        int pass = 0;
        double seconds = await Timer(clock).MeasureAsync(600, Patience, count =>
        {
            clock.Advance((count * Step + (pass++ == disturbed ? 2 * Patience : TimeSpan.Zero)).TotalMilliseconds);
            return Task.CompletedTask;
        });
        Assert.Equal(Step.TotalSeconds, seconds, tolerance: 1e-9);
    }

    [Fact]
    public async Task A_step_that_takes_many_times_the_patience_is_measured_once()
    {
        var clock = new ManualClock();
        int passes = 0;
        double seconds = await Timer(clock).MeasureAsync(600, Patience, count =>
        {
            passes++;
            clock.Advance((count * 20 * Patience).TotalMilliseconds);
            return Task.CompletedTask;
        });
        Assert.Equal(20, seconds, tolerance: 1e-9);
        Assert.Equal(1, passes);
    }

    private static TrialTimer Timer(ManualClock clock) => new(new TrialData(new Progress<string>()), clock);
}
