using DiscreteVae.Research.Benchmarking;
using DiscreteVae.Tests.Support.Backends;

namespace DiscreteVae.Tests.Benchmarking;

public class StepRecorderTests
{
    [Fact]
    public void Ticks_and_operations_add_up_over_a_step_and_begin_anew_in_the_next()
    {
        var clock = new ManualClock();
        var recorder = new StepRecorder(clock);
        int first = recorder.AddSlot(), second = recorder.AddSlot();
        recorder.Begin();
        Spend(first, 2, operations: 10);
        Spend(first, 3, operations: 20);
        Spend(second, 4, operations: 5);
        Assert.Equal((30, 35), (recorder.Operations(first), recorder.AllOperations));
        Assert.Equal([5, 4], recorder.Milliseconds([recorder.Snapshot()], first));
        recorder.Begin();
        Assert.Equal([0, 0], recorder.Snapshot());

        void Spend(int slot, double milliseconds, double operations)
        {
            long begun = recorder.Now;
            clock.Advance(milliseconds);
            recorder.Add(slot, begun, operations);
        }
    }

    [Fact]
    public void Milliseconds_are_the_mean_of_the_fastest_half()
    {
        var recorder = new StepRecorder(new ManualClock());
        (int total, int part) = (recorder.AddSlot(), recorder.AddSlot());
        long millisecond = TimeSpan.TicksPerMillisecond;
        // The step of 90 ms was disturbed; the mean is over those of 10 and 20 ms.
        long[][] steps = [[20 * millisecond, 2 * millisecond], [90 * millisecond, 80 * millisecond], [10 * millisecond, 4 * millisecond]];
        double[] times = recorder.Milliseconds(steps, total);
        Assert.Equal((15, 3), (times[total], times[part]));
    }
}
