using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;
using DiscreteVae.Tests.Support.Backends;

namespace DiscreteVae.Tests.Trials;

public class CheckpointTimerTests
{
    [Fact]
    public void Epochs_are_counted_from_the_last_checkpoint()
    {
        var timer = new CheckpointTimer(new CheckpointSection { EveryEpochs = 3, EveryMinutes = 0 }, new ManualClock());
        timer.Written(4);
        Assert.Equal([false, false, false, true], new[] { 4, 5, 6, 7 }.Select(timer.IsDue));
        timer.Written(7);
        Assert.False(timer.IsDue(9));
    }

    [Fact]
    public void Minutes_are_due_at_the_next_epochs_end()
    {
        var clock = new ManualClock();
        var timer = new CheckpointTimer(new CheckpointSection { EveryMinutes = 2 }, clock);
        clock.Advance(1.9 * 60_000);
        Assert.False(timer.IsDue(1000));
        clock.Advance(0.2 * 60_000);
        Assert.True(timer.IsDue(1001));
        timer.Written(1001);
        Assert.False(timer.IsDue(1002));
    }

    [Fact]
    public void With_neither_there_is_none()
    {
        var clock = new ManualClock();
        var timer = new CheckpointTimer(new CheckpointSection { EveryMinutes = 0 }, clock);
        clock.Advance(10 * 24 * 3600_000.0);
        Assert.False(timer.IsDue(1_000_000));
    }
}
