using DiscreteVae.Research.Reporting;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Reporting;

public sealed class TraversalFigureTests
{
    // 2 latents of 3 categories: the image of latent n at category k has grey level 0x11 (1 + 3n + k).
    private static readonly TraversalFigure Figure = new()
    {
        Images = [.. Enumerable.Range(1, 6).Select(i => Enumerable.Repeat(i / 15f, 16).ToArray())],
        Categories = 3,
        Code = [2, 0],
        Height = 4,
        Width = 4,
    };

    [Fact]
    public void A_row_is_a_latent_and_a_column_a_category()
    {
        ImageGrid grid = Figure.Grid();
        Assert.Equal(3, grid.Columns);
        Assert.Equal(["latent 1", "latent 2"], grid.RowLabels);
        Assert.Equal(["0", "1", "2"], grid.ColumnLabels);
        Assert.Equal([2, 3], grid.Marked);
    }

    [Fact]
    public void The_original_category_is_framed_in_every_row()
    {
        using var folder = new TemporaryFolder();
        Figure.WritePng(folder["t.png"]);
        using var picture = new Picture(File.ReadAllBytes(folder["t.png"]));
        (int firstX, int firstY) = Find(picture, 0x333333);
        (int secondX, int secondY) = Find(picture, 0x444444);
        Assert.Equal(0xD55E00u, picture[firstX - 1, firstY]);
        Assert.Equal(0xD55E00u, picture[secondX - 1, secondY]);
        Assert.True(firstX > secondX);
        Assert.True(firstY < secondY);
        (int otherX, int otherY) = Find(picture, 0x111111);
        Assert.Equal(0xFFFFFFu, picture[otherX - 1, otherY]);
    }

    [Fact]
    public void Latents_and_categories_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => (Figure with { Code = [0, 0, 0] }).Grid());
        Assert.Throws<ArgumentException>(() => (Figure with { Code = [3, 0] }).Grid());
        Assert.Throws<ArgumentException>(() => (Figure with { Code = [-1, 0] }).Grid());
    }

    private static (int X, int Y) Find(Picture picture, uint colour)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width - 11; x++)
            {
                // A run as long as the image, which no letter's edge has.
                if (Enumerable.Range(x, 12).All(i => picture[i, y] == colour)) return (x, y);
            }
        }
        throw new InvalidOperationException($"No image of colour {colour:X6}.");
    }
}
