using DiscreteVae.Research.Trials;

namespace DiscreteVae.Tests.Trials;

public class TrainingMeterTests
{
    [Fact]
    public void The_mean_begins_anew_with_each_epoch()
    {
        var meter = new TrainingMeter();
        Assert.True(double.IsNaN(meter.Elbo));
        meter.Record(1, 2, -10, 1);
        meter.Record(2, 2, -20, 1);
        Assert.Equal((-15, 2, 2), (meter.Elbo, meter.Step, meter.StepsPerEpoch));
        meter.Record(3, 2, -4, 0.5);
        Assert.Equal((-4, 3, 0.5), (meter.Elbo, meter.Step, meter.Temperature));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var meter = new TrainingMeter();
        meter.Record(1, 10, -1, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 2; step < 1000; step++) meter.Record(step, 10, -1, 1);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
