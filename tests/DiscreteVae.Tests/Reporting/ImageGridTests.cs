using DiscreteVae.Research;
using DiscreteVae.Research.Reporting;

namespace DiscreteVae.Tests.Reporting;

public sealed class ImageGridTests
{
    private const int Margin = 12;
    private const int Gap = 6;

    // 2 x 2 images at scale 10: squares of 10 pixels in cells of 20.
    private static readonly ImageGrid Plain = new()
    {
        Images = [[0, 1, 0.5f, 0.25f], [1, 1, 1, 1], [0, 0, 0, 0]],
        Height = 2,
        Width = 2,
        Columns = 2,
        Scale = 10,
    };

    [Fact]
    public void The_picture_is_as_large_as_its_images()
    {
        using Picture picture = Paint(Plain);
        Assert.Equal((2 * Margin + 20 + Gap + 20, 2 * Margin + 20 + Gap + 20), (picture.Width, picture.Height));
    }

    [Fact]
    public void A_pixel_becomes_a_sharp_square_of_its_grey_level()
    {
        using Picture picture = Paint(Plain);
        (int, int, uint)[] squares = [(0, 0, 0x000000u), (0, 1, 0xFFFFFFu), (1, 0, 0x808080u), (1, 1, 0x404040u)];
        foreach ((int row, int column, uint grey) in squares)
        {
            int left = Margin + 10 * column;
            int top = Margin + 10 * row;
            foreach ((int x, int y) in new[] { (0, 0), (9, 0), (0, 9), (9, 9), (5, 5) })
                Assert.Equal(grey, picture[left + x, top + y]);
        }
        Assert.Equal(0x000000u, picture[Margin + 10, Margin + 20 + Gap + 10]);
        Assert.Equal(0xFFFFFFu, picture[Margin + 20 + Gap + 10, Margin + 20 + Gap + 10]);
    }

    [Fact]
    public void What_is_no_intensity_shows()
    {
        using Picture picture = Paint(Plain with { Images = [[float.NaN, 2, -1, float.NegativeInfinity]], Columns = 1 });
        Assert.Equal(100, picture.Count(0xFF00FF));
        Assert.Equal(200, picture.Count(0x000000));
        Assert.Equal(0xFFFFFFu, picture[Margin + 15, Margin + 5]);
    }

    [Fact]
    public void Every_label_is_drawn()
    {
        ImageGrid white = Plain with { Images = [.. Enumerable.Repeat(new float[] { 1, 1, 1, 1 }, 4)] };
        using Picture none = Paint(white);
        Assert.Equal(0, none.Ink(0, 0, none.Width, none.Height));

        using Picture rows = Paint(white with { RowLabels = ["first", "second"] });
        int left = rows.Width - none.Width;
        Assert.True(left > 30);
        Assert.True(rows.Ink(0, Margin, left + Margin, Margin + 20) > 20);
        Assert.True(rows.Ink(0, Margin + 20 + Gap, left + Margin, Margin + 40 + Gap) > 20);

        using Picture columns = Paint(white with { ColumnLabels = ["0", "1"] });
        int top = columns.Height - none.Height;
        Assert.True(columns.Ink(Margin, 0, Margin + 20, Margin + top) > 10);
        Assert.True(columns.Ink(Margin + 20 + Gap, 0, columns.Width, Margin + top) > 10);

        using Picture notes = Paint(white with { ColumnNotes = ["3", "7"] });
        Assert.True(notes.Ink(Margin, none.Height - Margin, Margin + 20, notes.Height) > 10);
        Assert.True(notes.Ink(Margin + 20 + Gap, none.Height - Margin, notes.Width, notes.Height) > 10);

        using Picture title = Paint(white with { Title = "A title wider than the images" });
        Assert.True(title.Width > none.Width);
        Assert.True(title.Ink(title.Width - Margin - 20, 0, title.Width - Margin + 1, title.Height - none.Height + Margin) > 10);
    }

    [Fact]
    public void Wide_labels_push_columns_apart_and_long_notes_take_lines()
    {
        using Picture none = Paint(Plain);
        using Picture wide = Paint(Plain with { ColumnLabels = ["reconstruction", "1"] });
        Assert.True(wide.Width > none.Width + 2 * 60);
        using Picture one = Paint(Plain with { ColumnNotes = ["1", "1"] });
        using Picture many = Paint(Plain with { ColumnNotes = ["1", "1 2 3 4 5 6"] });
        Assert.Equal(none.Width, many.Width);
        Assert.True(many.Height >= one.Height + 2 * 18);
    }

    [Fact]
    public void A_marked_image_has_a_frame_that_hides_no_pixel_of_it()
    {
        using Picture picture = Paint(Plain with { Marked = [2] });
        Assert.Equal(26 * 26 - 20 * 20, picture.Count(0xD55E00));
        Assert.Equal(0xD55E00u, picture[Margin - 1, Margin + 20 + Gap - 1]);
        Assert.Equal(0x000000u, picture[Margin, Margin + 20 + Gap]);
    }

    [Fact]
    public void The_same_grid_is_the_same_file() =>
        Assert.Equal(Png(Plain with { Title = "τ", RowLabels = ["a", "b"] }),
        Png(Plain with { Title = "τ", RowLabels = ["a", "b"] }));

    [Fact]
    public void A_picture_beyond_reason_is_refused()
    {
        var error = Assert.Throws<UserErrorException>(() => Png(Plain with { Scale = 10_000 }));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("smaller scale", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => Png(Plain with { Scale = int.MaxValue }));
    }

    [Fact]
    public void Lists_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Png(Plain with { Images = [] }));
        Assert.Throws<ArgumentException>(() => Png(Plain with { Images = [[0, 1, 0]] }));
        Assert.Throws<ArgumentException>(() => Png(Plain with { RowLabels = ["one"] }));
        Assert.Throws<ArgumentException>(() => Png(Plain with { ColumnLabels = ["one"] }));
        Assert.Throws<ArgumentException>(() => Png(Plain with { ColumnNotes = ["one"] }));
        Assert.Throws<ArgumentException>(() => Png(Plain with { Marked = [3] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Png(Plain with { Columns = 0 }));
    }

    [Fact]
    public void A_missing_folder_is_told()
    {
        string path = Path.Combine(Path.GetTempPath(), "no", "such", "folder.png");
        var error = Assert.Throws<UserErrorException>(() => Plain.WritePng(path));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
    }

    private static byte[] Png(ImageGrid grid)
    {
        using var stream = new MemoryStream();
        grid.WritePng(stream);
        return stream.ToArray();
    }

    private static Picture Paint(ImageGrid grid) => new(Png(grid));
}
