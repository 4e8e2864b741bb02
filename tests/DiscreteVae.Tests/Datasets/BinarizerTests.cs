using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Datasets;

public class BinarizerTests
{
    private static readonly byte[] Ramp = [.. Enumerable.Range(0, 256).Select(v => (byte)v)];
    private static readonly byte[] Grey = [.. Enumerable.Repeat((byte)128, 784)];

    [Theory]
    [InlineData(Binarization.Dynamic, PixelKind.Binary)]
    [InlineData(Binarization.Static, PixelKind.Binary)]
    [InlineData(Binarization.Threshold, PixelKind.Binary)]
    [InlineData(Binarization.None, PixelKind.Grey)]
    public void The_kind_says_what_the_bytes_mean(Binarization binarization, PixelKind kind)
    {
        var binarizer = new Binarizer(binarization, 1);
        Assert.Equal(kind, binarizer.Kind);
        byte[] target = Write(binarizer, Ramp, ImageUse.Training, 3, 5);
        Assert.Equal(kind == PixelKind.Binary ? 1 : 255, target.Max());
        Assert.Equal((0, target.Max()), (target[0], target[255]));
    }

    [Fact]
    public void The_threshold_is_one_half()
    {
        byte[] expected = [.. Ramp.Select(v => v / 255.0 > 0.5 ? (byte)1 : (byte)0)];
        Assert.Equal(expected, Write(new Binarizer(Binarization.Threshold, 0), Ramp, ImageUse.Test, 0, 0));
    }

    [Fact]
    public void None_leaves_the_grey_levels()
    {
        Assert.Equal(Ramp, Write(new Binarizer(Binarization.None, 0), Ramp, ImageUse.Training, 0, 0));
    }

    [Fact]
    public void Dynamic_draws_from_the_stream_of_epoch_and_example()
    {
        Assert.Equal(Drawn(Ramp), Write(new Binarizer(Binarization.Dynamic, 9), Ramp, ImageUse.Training, 3, 5));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 140)]
    [InlineData(150, 256)]
    [InlineData(255, 256)]
    public void What_is_black_above_and_below_moves_no_draw(int from, int to)
    {
        byte[] image = [.. Ramp.Select((_, i) => i >= from && i < to ? (byte)(255 - i) : (byte)0)];
        byte[] expected = Drawn(image), target = [.. Enumerable.Repeat((byte)77, 256)];
        var binarizer = new Binarizer(Binarization.Dynamic, 9);
        binarizer.Write(image, ImageUse.Training, 3, 5, target);
        Assert.Equal(expected, target);
        binarizer.Write(image, ImageUse.Training, 3, 5, image);
        Assert.Equal(expected, image);
    }

    [Fact]
    public void Dynamic_differs_by_seed_use_epoch_and_example()
    {
        string[] drawn =
        [
            Text(new Binarizer(Binarization.Dynamic, 1), ImageUse.Training, 0, 0),
            Text(new Binarizer(Binarization.Dynamic, 2), ImageUse.Training, 0, 0),
            Text(new Binarizer(Binarization.Dynamic, 1), ImageUse.Validation, 0, 0),
            Text(new Binarizer(Binarization.Dynamic, 1), ImageUse.Test, 0, 0),
            Text(new Binarizer(Binarization.Dynamic, 1), ImageUse.Training, 1, 0),
            Text(new Binarizer(Binarization.Dynamic, 1), ImageUse.Training, 0, 1),
        ];
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        Assert.Equal(drawn[0], Text(new Binarizer(Binarization.Dynamic, 1), ImageUse.Training, 0, 0));
    }

    [Fact]
    public void Static_is_the_same_in_every_epoch_and_differs_by_seed_file_and_example()
    {
        var binarizer = new Binarizer(Binarization.Static, 1);
        string first = Text(binarizer, ImageUse.Training, 0, 0);
        Assert.Equal(first, Text(binarizer, ImageUse.Training, 7, 0));
        Assert.Equal(first, Text(binarizer, ImageUse.Validation, 2, 0));
        Assert.NotEqual(first, Text(binarizer, ImageUse.Test, 0, 0));
        Assert.NotEqual(first, Text(binarizer, ImageUse.Training, 0, 1));
        Assert.NotEqual(first, Text(new Binarizer(Binarization.Static, 2), ImageUse.Training, 0, 0));
    }

    [Fact]
    public void The_mean_of_many_draws_is_the_grey_level()
    {
        const int Epochs = 4_000;
        var binarizer = new Binarizer(Binarization.Dynamic, 4);
        int[] ones = new int[Ramp.Length];
        byte[] target = new byte[Ramp.Length];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            binarizer.Write(Ramp, ImageUse.Training, epoch, 0, target);
            for (int i = 0; i < target.Length; i++) ones[i] += target[i];
        }
        for (int v = 0; v < Ramp.Length; v++)
        {
            double p = v / 255.0;
            // Six standard deviations: that one of 256 levels strays so far has probability 5e-7.
            Assert.InRange(Math.Abs(ones[v] - p * Epochs), 0, 6 * Math.Sqrt(p * (1 - p) * Epochs));
        }
    }

    [Theory]
    [InlineData(Binarization.Dynamic)]
    [InlineData(Binarization.Static)]
    [InlineData(Binarization.Threshold)]
    [InlineData(Binarization.None)]
    public void A_call_allocates_nothing(Binarization binarization)
    {
        var binarizer = new Binarizer(binarization, 1);
        byte[] target = new byte[784];
        binarizer.Write(Grey, ImageUse.Training, 0, 0, target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int example = 0; example < 100; example++) binarizer.Write(Grey, ImageUse.Training, 0, example, target);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Of seed 9, epoch 3, example 5, pixel by pixel.
    private static byte[] Drawn(byte[] image)
    {
        uint[] words = new uint[image.Length];
        RandomStream.Create(9, Purpose.TrainBinarization, 3, 5).Fill(words);
        return [.. image.Select((v, i) => v == 255 || words[i] < v * 0x01010101u ? (byte)1 : (byte)0)];
    }

    private static byte[] Write(Binarizer binarizer, byte[] image, ImageUse use, int epoch, int example)
    {
        byte[] target = new byte[image.Length];
        binarizer.Write(image, use, epoch, example, target);
        return target;
    }

    private static string Text(Binarizer binarizer, ImageUse use, int epoch, int example) =>
        string.Concat(Write(binarizer, Grey, use, epoch, example));
}
