using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class PixelBatchTests
{
    [Theory]
    [InlineData(PixelKind.Binary, new byte[] { 0, 1, 1, 0 }, new[] { 0.0, 1, 1, 0 })]
    [InlineData(PixelKind.Grey, new byte[] { 0, 255, 51, 1 }, new[] { 0.0, 1, 0.2, 1 / 255.0 })]
    public void Bytes_mean_what_their_kind_says(PixelKind kind, byte[] bytes, double[] intensities)
    {
        var batch = new PixelBatch(3, 4, kind);
        batch.SetCount(2);
        bytes.CopyTo(batch.Bytes(1));
        var copied = new Real[4];
        batch.CopyIntensities(1, copied);
        for (int i = 0; i < 4; i++) Assert.Equal(intensities[i], copied[i], 1e-7);
        batch.CopyIntensities(0, copied);
        Assert.All(copied, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_matrix_of_intensities_is_copied()
    {
        var matrix = new Matrix(2, 3);
        for (int i = 0; i < 6; i++) matrix.Span[i] = (Real)i / 8;
        var batch = new PixelBatch(matrix);
        matrix.Span.Clear();
        var copied = new Real[3];
        batch.CopyIntensities(1, copied);
        Assert.Equal([(Real)0.375, (Real)0.5, (Real)0.625], copied);
        Assert.Equal((2, 3, PixelKind.Real), (batch.Count, batch.Width, batch.Kind));
        Assert.True(batch.Bytes(0).IsEmpty);
    }

    [Fact]
    public void Intensities_go_to_the_head_of_a_longer_destination()
    {
        var batch = new PixelBatch(1, 2, PixelKind.Grey);
        batch.SetCount(1);
        batch.Bytes(0).Fill(255);
        var copied = new Real[] { 9, 9, 9 };
        batch.CopyIntensities(0, copied);
        Assert.Equal([1, 1, 9], copied);
    }

    [Fact]
    public void The_count_stays_within_the_capacity()
    {
        var batch = new PixelBatch(3, 4, PixelKind.Binary);
        Assert.Equal(0, batch.Count);
        batch.SetCount(3);
        Assert.Equal(3, batch.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.SetCount(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.SetCount(-1));
        Assert.Throws<ArgumentException>(() => new PixelBatch(1, 1, PixelKind.Real));
    }
}
