using System.Runtime.Intrinsics;
using DiscreteVae.Backends;

namespace DiscreteVae.Tests.Backends;

public class FmaPeakTests
{
    [Theory, InlineData(1), InlineData(2)]
    public void The_peak_is_a_rate_that_a_processor_can_have(int threads)
    {
        double peak = FmaPeak.Measure(threads, TimeProvider.System, TimeSpan.FromMilliseconds(2));
        // 64 lanes of multiply-adds at 6 GHz are more than any core does.
        Assert.InRange(peak, 0.1, threads * 2 * 64 * 6.0);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void What_others_leave_is_such_a_rate_too(int threads)
    {
        double present = FmaPeak.MeasurePresent(threads, TimeProvider.System, TimeSpan.FromMilliseconds(2));
        Assert.InRange(present, 0.1, threads * 2 * 64 * 6.0);
    }

    /// <summary>By a clock of which one stretch of two takes three times as long as the other.</summary>
    [Fact]
    public void The_peak_is_the_best_stretch_and_what_is_left_the_mean()
    {
        double peak = FmaPeak.Measure(1, new TurningClock(), TimeSpan.FromSeconds(100));
        double present = FmaPeak.MeasurePresent(1, new TurningClock(), TimeSpan.FromSeconds(100));
        Assert.Equal(0.5, present / peak, 0.02);
    }

    [Fact]
    public void Threads_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FmaPeak.Measure(0, TimeProvider.System, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => FmaPeak.MeasurePresent(0, TimeProvider.System, TimeSpan.Zero));
    }

    [Fact]
    public void The_vectors_are_the_widest_of_the_runtime()
    {
        int expected = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        Assert.Equal(expected, FmaPeak.VectorBits);
    }

    private sealed class TurningClock : TimeProvider
    {
        private long _now, _readings;

        public override long TimestampFrequency => 1;

        // Readings: begin; then of each stretch its start, its end, and the end of the loop's condition.
        public override long GetTimestamp()
        {
            if (_readings++ % 3 == 2) _now += _readings / 3 % 2 == 1 ? 1 : 3;
            return _now;
        }
    }
}
