using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Backends;

public class BackendRegistryTests
{
    private static readonly ModelShape Shape = new(30, [20], new LatentShape(2, 3), Activation.Relu);

    public static TheoryData<string> Names => [.. BackendRegistry.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_name_gives_a_backend_or_says_why_not_and_what_to_do(string name)
    {
        try
        {
            using IBackend backend = BackendRegistry.Select(name, 2, Shape, 10, TimeProvider.System).Backend;
            Assert.Contains(backend.Name, BackendRegistry.All.Select(entry => entry.Name));
            Assert.NotEmpty(backend.Description);
            Assert.Equal(2, backend.Threads);
        }
        catch (BackendUnavailableException exception)
        {
            Assert.Equal(name, exception.Backend);
            Assert.Contains("was found", exception.Message, StringComparison.Ordinal);
            Assert.Contains($"DVAE_{name.ToUpperInvariant()}_PATH", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_name_is_told_with_all_known_ones()
    {
        var exception = Assert.Throws<BackendUnavailableException>(() => BackendRegistry.Create("cuda", 1));
        Assert.Contains("no backend 'cuda'", exception.Message, StringComparison.Ordinal);
        Assert.All(BackendRegistry.Names, name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Auto_chooses_a_backend_by_its_figures_and_tells_them_all()
    {
        BackendSelection selection = BackendRegistry.Select("auto", 1, Shape, 10, TimeProvider.System);
        using IBackend backend = selection.Backend;
        CalibrationResult result = Assert.IsType<CalibrationResult>(selection.Calibration);
        Assert.Equal(backend.Name, result.Choice);
        Assert.Equal(BackendRegistry.All.Select(entry => entry.Name), result.Timings.Select(timing => timing.Name));
        Assert.All(result.Timings, timing => Assert.True(timing.StepMilliseconds > 0 || timing.Note is not null));
        Assert.Contains(result.Timings, timing => timing.Name == result.Choice && timing.StepMilliseconds > 0);
    }

    [Fact]
    public void A_named_backend_is_not_calibrated()
    {
        BackendSelection selection = BackendRegistry.Select("mathnet", 1, Shape, 10, TimeProvider.System);
        using IBackend backend = selection.Backend;
        Assert.Null(selection.Calibration);
        Assert.Equal("mathnet", backend.Name);
    }

    [Fact]
    public void Threads_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BackendRegistry.Create("mathnet", 0));
    }
}
