using CsCheck;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Datasets;

public class AugmenterTests
{
    private const int Height = 9, Width = 7;
    private static readonly byte[] Image = [.. Enumerable.Range(1, Height * Width).Select(v => (byte)v)];

    [Fact]
    public void All_zero_is_the_identity()
    {
        var augmenter = new Augmenter(new AugmentationSection(), Height, Width, 1);
        Assert.True(augmenter.IsIdentity);
        Assert.Equal(Image, Apply(augmenter, 3, 4));
    }

    [Fact]
    public void Any_setting_is_not_the_identity()
    {
        AugmentationSection[] settings =
        [
            new() { Shift = 1 }, new() { Flip = 0.1 }, new() { Rotation = 5 }, new() { Scale = 0.1 }, new() { Shear = 5 },
        ];
        Assert.All(settings, section => Assert.False(new Augmenter(section, Height, Width, 1).IsIdentity));
    }

    [Fact]
    public void A_shift_moves_whole_pixels_and_fills_with_zero()
    {
        const int Shift = 3;
        var augmenter = new Augmenter(new AugmentationSection { Shift = Shift }, Height, Width, 1);
        HashSet<(int, int)> seen = [];
        for (int example = 0; example < 1_000; example++)
        {
            byte[] moved = Apply(augmenter, 0, example);
            (int x, int y) = Enumerable.Range(0, 49).Select(i => (i % 7 - Shift, i / 7 - Shift))
                .Single(shift => moved.AsSpan().SequenceEqual(Moved(shift.Item1, shift.Item2)));
            seen.Add((x, y));
        }
        // Of 49 equally likely shifts one is missed in 1 000 draws with probability 5e-8.
        Assert.Equal(49, seen.Count);
    }

    [Fact]
    public void A_shift_beyond_the_image_leaves_nothing()
    {
        var augmenter = new Augmenter(new AugmentationSection { Shift = 64 }, 2, 2, 1);
        int black = Enumerable.Range(0, 200).Count(example =>
        {
            byte[] destination = new byte[4];
            augmenter.Apply([1, 2, 3, 4], 0, example, destination);
            return destination.All(v => v == 0);
        });
        Assert.InRange(black, 180, 200);
    }

    [Fact]
    public void A_certain_flip_mirrors_and_twice_restores()
    {
        var augmenter = new Augmenter(new AugmentationSection { Flip = 1 }, Height, Width, 1);
        byte[] once = Apply(augmenter, 0, 0), twice = new byte[Image.Length];
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], once[..7]);
        augmenter.Apply(once, 5, 6, twice);
        Assert.Equal(Image, twice);
    }

    [Fact]
    public void A_flip_comes_with_its_probability()
    {
        var augmenter = new Augmenter(new AugmentationSection { Flip = 0.25 }, Height, Width, 1);
        int flips = Enumerable.Range(0, 10_000).Count(example => !Apply(augmenter, 0, example).AsSpan().SequenceEqual(Image));
        // 2 500 ± 6 standard deviations of 43.3: strays with probability 2e-9.
        Assert.InRange(flips, 2_240, 2_760);
    }

    [Fact]
    public void Shift_and_flip_agree_with_the_resampling()
    {
        Gen.Select(Gen.Int[0, 5], Gen.OneOf(0.0, 0.5, 1.0), Gen.ULong, Gen.Int[0, 99]).Sample((shift, flip, seed, example) =>
        {
            AugmentationSection section = new() { Shift = shift, Flip = flip };
            var exact = new Augmenter(section, Height, Width, seed);
            // A rotation too small to show takes the other path.
            var resampled = new Augmenter(section with { Rotation = 1e-9 }, Height, Width, seed);
            Assert.Equal(Apply(exact, 1, example), Apply(resampled, 1, example));
        });
    }

    [Fact]
    public void The_same_stream_gives_the_same_image_and_another_gives_another()
    {
        AugmentationSection section = new() { Shift = 2, Flip = 0.5, Rotation = 30, Scale = 0.2, Shear = 10 };
        var augmenter = new Augmenter(section, Height, Width, 1);
        byte[] first = Apply(augmenter, 2, 3);
        Assert.Equal(first, Apply(new Augmenter(section, Height, Width, 1), 2, 3));
        Assert.NotEqual(first, Apply(new Augmenter(section, Height, Width, 2), 2, 3));
        Assert.NotEqual(first, Apply(augmenter, 3, 3));
        Assert.NotEqual(first, Apply(augmenter, 2, 4));
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        var augmenter = new Augmenter(new AugmentationSection { Shift = 2, Rotation = 10 }, Height, Width, 1);
        byte[] destination = new byte[Image.Length];
        augmenter.Apply(Image, 0, 0, destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int example = 0; example < 100; example++) augmenter.Apply(Image, 0, example, destination);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Apply(Augmenter augmenter, int epoch, int example)
    {
        byte[] destination = [.. Enumerable.Repeat((byte)77, Image.Length)];
        augmenter.Apply(Image, epoch, example, destination);
        return destination;
    }

    private static byte[] Moved(int x, int y)
    {
        byte[] moved = new byte[Image.Length];
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                if (row - y is >= 0 and < Height && column - x is >= 0 and < Width)
                    moved[row * Width + column] = Image[(row - y) * Width + column - x];
            }
        }
        return moved;
    }
}
