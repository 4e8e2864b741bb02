using DiscreteVae.Research.Benchmarking;

namespace DiscreteVae.Tests.Benchmarking;

public class ProcessMemoryTests
{
    [Fact]
    public void The_high_water_mark_is_read_in_megabytes()
    {
        Assert.Equal(204.8, ProcessMemory.Parse(["Name:\tdvae", "VmPeak:\t  900000 kB", "VmHWM:\t  200000 kB", "VmRSS:\t  100000 kB"])!.Value, 1e-9);
        Assert.Null(ProcessMemory.Parse(["Name:\tdvae"]));
        Assert.Null(ProcessMemory.Parse(["VmHWM:\tmuch"]));
    }

    [SkippableFact]
    public void This_process_has_at_least_what_it_has_now()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux tells.");
        Assert.True(ProcessMemory.PeakMegabytes() >= GC.GetTotalMemory(forceFullCollection: false) * 1e-6);
    }
}
