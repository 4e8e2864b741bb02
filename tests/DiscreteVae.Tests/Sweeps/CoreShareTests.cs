using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Tests.Sweeps;

public class CoreShareTests
{
    [Theory]
    [InlineData(8, 8, 4, 0, 4, 1)]
    [InlineData(2, 2, 8, 0, 2, 4)]
    [InlineData(3, 3, 8, 0, 3, 2)]
    [InlineData(8, 1, 4, 0, 1, 4)]
    [InlineData(8, 8, 2, 4, 4, 1)]
    [InlineData(8, 8, 8, 2, 2, 4)]
    [InlineData(8, 1, 8, 4, 1, 8)]
    [InlineData(8, 0, 4, 0, 1, 4)]
    public void Cores_go_to_trials_first_and_to_their_threads_then(int trials, int pending, int cores, int parallel, int atOnce, int threads) =>
        Assert.Equal(new CoreShare(atOnce, threads), CoreShare.Of(Trials(trials, "simd"), pending, cores, parallel));

    [Fact]
    public void Threads_asked_for_are_given() =>
        Assert.Equal(new CoreShare(2, 3), CoreShare.Of(Trials(8, "simd", threads: 3), 8, 7));

    [Theory]
    [InlineData("mathnet")]
    [InlineData("auto")]
    public void Where_threads_move_bits_what_is_left_of_a_sweep_keeps_the_threads_that_it_began_with(string backend)
    {
        IReadOnlyList<Trial> trials = Trials(8, backend);
        int threads = CoreShare.Of(trials, 8, 4).Threads;
        for (int pending = 1; pending <= 8; pending++)
            Assert.Equal(new CoreShare(Math.Min(pending, 4), threads), CoreShare.Of(trials, pending, 4));
    }

    private static Trial[] Trials(int count, string backend, int threads = 0)
    {
        var manifest = new TrialManifest { Compute = new ComputeSection { Backend = backend, Threads = threads } };
        return [.. Enumerable.Range(0, count).Select(index => new Trial(index, $"{index}", manifest, new JsonObject(), []))];
    }
}
