using DiscreteVae.Research.Reporting;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Reporting;

public sealed class ReconstructionFigureTests
{
    private const int Margin = 12;
    private const int Gap = 6;
    private const int Square = 3;

    private static readonly ReconstructionFigure Figure = new()
    {
        Originals = [[0.1f, 0.9f], [0.2f, 0.8f], [0.3f, 0.7f]],
        Binarized = [[0, 1], [0, 1], [1, 1]],
        Reconstructions = [[0.15f, 0.85f], [0.25f, 0.75f], [0.35f, 0.65f]],
        Codes = [[3, 0, 7, 1], [0, 0, 0, 0], [10, 2, 3, 4]],
        Height = 1,
        Width = 2,
    };

    [Fact]
    public void A_column_shows_one_image_and_its_code()
    {
        ImageGrid grid = Figure.Grid();
        Assert.Equal(3, grid.Columns);
        Assert.Equal(["original", "binarised", "reconstruction"], grid.RowLabels);
        float[][] second = [Figure.Originals[1], Figure.Binarized[1], Figure.Reconstructions[1]];
        Assert.Equal(second, [grid.Images[1], grid.Images[4], grid.Images[7]]);
        Assert.Equal(["3 0 7 1", "0 0 0 0", "10 2 3 4"], grid.ColumnNotes);
    }

    [Fact]
    public void Grey_inputs_and_hidden_codes_leave_their_rows_out()
    {
        ImageGrid grid = (Figure with { Binarized = [], Codes = [] }).Grid();
        Assert.Equal(["original", "reconstruction"], grid.RowLabels);
        Assert.Equal(6, grid.Images.Count);
        Assert.Empty(grid.ColumnNotes);
    }

    [Fact]
    public void Every_image_has_its_reconstruction() =>
        Assert.Throws<ArgumentException>(() => (Figure with { Reconstructions = [[0, 0]] }).Grid());

    [Fact]
    public void The_file_is_a_picture()
    {
        using var folder = new TemporaryFolder();
        (Figure with { Codes = [] }).WritePng(folder["r.png"]);
        using var picture = new Picture(File.ReadAllBytes(folder["r.png"]));
        // The lowest row holds the reconstructions: three images of two pixels.
        int y = picture.Height - Margin - 1;
        int left = picture.Width - Margin - 6 * Square - 2 * Gap;
        int[] values = [.. Enumerable.Range(left, 6 * Square + 2 * Gap).Select(x => (int)(picture[x, y] & 0xFF))];
        foreach (int level in new[] { 38, 217, 64, 191, 89, 166 }) Assert.Equal(Square, values.Count(other => other == level));
    }
}
