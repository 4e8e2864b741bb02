using DiscreteVae.Research;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class CheckpointSeriesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private CheckpointSeries Series => new(_folder["checkpoint.safetensors"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_last_ones_are_kept_newest_first(int keep)
    {
        for (int epoch = 1; epoch <= 6; epoch++)
        {
            Series.Write(Content(epoch), keep);
            Assert.Equal(Enumerable.Range(0, Math.Min(keep, epoch)).Select(age => epoch - age), Epochs());
        }
        Assert.Equal(keep, _folder.Entries().Length);
        Assert.Contains("checkpoint.safetensors", _folder.Entries());
    }

    [Fact]
    public void A_kill_between_the_renames_leaves_those_before()
    {
        Series.Write(Content(1), 3);
        Series.Write(Content(2), 3);
        // What a kill leaves when the newest has moved up and the next is not named yet.
        File.Move(_folder["checkpoint.1.safetensors"], _folder["checkpoint.2.safetensors"]);
        File.Move(_folder["checkpoint.safetensors"], _folder["checkpoint.1.safetensors"]);
        Checkpoint.Write(_folder["checkpoint.next.safetensors"], Content(3));
        Assert.Equal([2, 1], Epochs());

        Series.Write(Content(4), 3);
        Assert.Equal([4, 2, 1], Epochs());
    }

    [Fact]
    public void Fewer_to_keep_than_there_are_removes_the_oldest()
    {
        for (int epoch = 1; epoch <= 4; epoch++) Series.Write(Content(epoch), 4);
        Series.Write(Content(5), 2);
        Assert.Equal([5, 4], Epochs());
    }

    [Fact]
    public void The_last_one_of_a_trial_stays_alone()
    {
        Series.Write(Content(1), 2);
        Series.Write(Content(2), 2);
        File.WriteAllText(_folder["checkpoint.next.safetensors"], "half");
        File.WriteAllText(_folder[".checkpoint.next.safetensors.partial"], "half");
        Series.WriteLast(Content(3));
        Assert.Equal([3], Epochs());
        Assert.Equal(["checkpoint.safetensors"], _folder.Entries());
    }

    [SkippableFact]
    public void A_full_disk_leaves_the_ones_before()
    {
        using var disk = new SmallDisk("size=16k");
        disk.SkipUnlessMounted();
        var series = new CheckpointSeries(disk.File("checkpoint.safetensors"));
        series.Write(Content(1), 2);
        var error = Assert.Throws<UserErrorException>(() => series.Write(Content(2, hidden: 4000), 2));
        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Checkpoint.Read(Assert.Single(series.Files)).Epoch);
        Assert.Single(disk.Entries());
    }

    private int[] Epochs() => [.. Series.Files.Select(file => Checkpoint.Read(file).Epoch)];

    private static CheckpointContent Content(int epoch, int hidden = 2) => new()
    {
        Latents = 1,
        Categories = 2,
        Sizes = [1, hidden],
        Activation = "relu",
        NegativeSlope = 0.01,
        Height = 1,
        Width = 1,
        Dataset = "mnist",
        Binarization = "dynamic",
        Trial = "abc",
        Epoch = epoch,
        Encoder = [new(1, hidden, new float[hidden], new float[hidden]), new(hidden, 2, new float[2 * hidden], new float[2])],
        Decoder = [new(2, hidden, new float[2 * hidden], new float[hidden]), new(hidden, 1, new float[hidden], new float[1])],
    };
}
