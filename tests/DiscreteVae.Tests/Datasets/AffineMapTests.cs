using CsCheck;
using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Tests.Datasets;

public class AffineMapTests
{
    private const double Quarter = Math.PI / 2;

    private static readonly byte[] Square =
    [
        1, 2, 3,
        4, 5, 6,
        7, 8, 9,
    ];

    [Fact]
    public void The_identity_changes_nothing()
    {
        Assert.Equal(Square, Apply(Square, 3, 3, new AffineMap(0, 0, false, 0, 1, 0)));
    }

    [Fact]
    public void A_quarter_turn_is_clockwise_and_exact()
    {
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Apply(Square, 3, 3, new AffineMap(0, 0, false, Quarter, 1, 0)));
        Assert.Equal([3, 6, 9, 2, 5, 8, 1, 4, 7], Apply(Square, 3, 3, new AffineMap(0, 0, false, -Quarter, 1, 0)));
    }

    [Fact]
    public void A_quarter_turn_of_an_even_square_is_exact_too()
    {
        Assert.Equal([3, 1, 4, 2], Apply([1, 2, 3, 4], 2, 2, new AffineMap(0, 0, false, Quarter, 1, 0)));
    }

    [Fact]
    public void The_mirror_comes_before_the_turn_and_the_shift_last()
    {
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7], Apply(Square, 3, 3, new AffineMap(0, 0, true, 0, 1, 0)));
        Assert.Equal([9, 6, 3, 8, 5, 2, 7, 4, 1], Apply(Square, 3, 3, new AffineMap(0, 0, true, Quarter, 1, 0)));
        Assert.Equal([0, 0, 0, 0, 3, 2, 0, 6, 5], Apply(Square, 3, 3, new AffineMap(1, 1, true, 0, 1, 0)));
    }

    [Fact]
    public void Twice_the_size_interpolates_between_neighbours()
    {
        // About the centre 1.5: the pixels 0..3 come from 0.75, 1.25, 1.75, 2.25.
        Assert.Equal([75, 125, 175, 210], Apply([0, 100, 200, 240], 1, 4, new AffineMap(0, 0, false, 0, 2, 0)));
    }

    [Fact]
    public void Half_the_size_leaves_a_black_border()
    {
        byte[] white = [.. Enumerable.Repeat((byte)255, 64)];
        byte[] half = Apply(white, 8, 8, new AffineMap(0, 0, false, 0, 0.5, 0));
        for (int row = 0; row < 8; row++)
        {
            for (int column = 0; column < 8; column++)
                Assert.Equal(row is >= 2 and < 6 && column is >= 2 and < 6 ? 255 : 0, half[row * 8 + column]);
        }
    }

    [Fact]
    public void A_shear_of_45_degrees_moves_each_row_by_its_height_above_the_centre()
    {
        byte[] line = [0, 0, 9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9, 0, 0];
        byte[] leaning = [0, 9, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 9, 0];
        Assert.Equal(leaning, Apply(line, 3, 5, new AffineMap(0, 0, false, 0, 1, Math.PI / 4)));
    }

    [Fact]
    public void Any_rotation_keeps_the_mass_of_what_stays_inside()
    {
        // A smooth blob far from the border: bilinear sampling keeps its integral but for rounding, half a level a pixel at most.
        byte[] blob = new byte[28 * 28];
        for (int i = 0; i < blob.Length; i++)
            blob[i] = (byte)(250 * Math.Exp(-(Math.Pow(i / 28 - 12, 2) + Math.Pow(i % 28 - 15, 2)) / 18));
        double mass = blob.Sum(v => v);
        Gen.Double[-Math.PI, Math.PI].Sample(angle =>
        {
            double turned = Apply(blob, 28, 28, new AffineMap(0, 0, false, angle, 1, 0)).Sum(v => v);
            Assert.InRange(turned / mass, 0.99, 1.01);
        });
    }

    [Fact]
    public void A_level_field_stays_level_inside_and_nothing_overflows()
    {
        byte[] white = [.. Enumerable.Repeat((byte)255, 31 * 17)];
        Gen.Select(Gen.Double[-3.2, 3.2], Gen.Double[1.0, 1.9], Gen.Double[-1, 1], Gen.Bool).Sample((angle, scale, shear, flip) =>
        {
            byte[] result = Apply(white, 31, 17, new AffineMap(0, 0, flip, angle, scale, shear));
            Assert.Equal(255, result[15 * 17 + 8]);
        });
    }

    private static byte[] Apply(byte[] image, int height, int width, AffineMap map)
    {
        byte[] destination = new byte[image.Length];
        map.Apply(image, height, width, destination);
        return destination;
    }
}
