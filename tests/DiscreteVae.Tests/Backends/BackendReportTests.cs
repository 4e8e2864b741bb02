using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Backends;

public class BackendReportTests
{
    [Fact]
    public void Every_backend_is_measured_or_explained()
    {
        var shape = new ModelShape(60, [40], new LatentShape(2, 3), Activation.Relu);
        IReadOnlyList<BackendFacts> report = BackendReport.Measure(2, shape, 20, TimeProvider.System);
        Assert.Equal(BackendRegistry.All.Select(entry => entry.Name), report.Select(facts => facts.Name));
        Assert.All(report, facts =>
        {
            Assert.Equal(facts.Available, facts.Reason is null);
            Assert.Equal(facts.Available, facts.Description is not null);
            Assert.Equal(facts.Available, facts.GigaflopsPerSecond > 0);
            Assert.Equal(facts.Available ? 2 : 0, facts.Threads);
        });
        Assert.Contains(report, facts => facts.Available);
    }
}
