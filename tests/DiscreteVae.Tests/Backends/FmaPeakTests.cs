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

    [Fact]
    public void Threads_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FmaPeak.Measure(0, TimeProvider.System, TimeSpan.Zero));
    }

    [Fact]
    public void The_vectors_are_the_widest_of_the_runtime()
    {
        int expected = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        Assert.Equal(expected, FmaPeak.VectorBits);
    }
}
