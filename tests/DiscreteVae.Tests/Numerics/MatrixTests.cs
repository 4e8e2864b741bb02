using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class MatrixTests
{
    [Fact]
    public void Elements_lie_row_after_row()
    {
        var matrix = new Matrix(2, 3);
        for (int i = 0; i < 6; i++) matrix.Span[i] = i;
        Assert.Equal([3, 4, 5], matrix.Row(1).ToArray());
        Assert.Equal(5, matrix[1, 2]);
        matrix[0, 1] = 10;
        Assert.Equal(10, matrix.Span[1]);
    }

    [Fact]
    public void Shrinking_keeps_the_memory_and_growing_makes_more()
    {
        var matrix = new Matrix(4, 2);
        Real[] buffer = matrix.Buffer;
        Assert.Same(matrix, matrix.WithRows(1));
        Assert.Equal(2, matrix.Span.Length);
        Assert.Same(buffer, matrix.WithRows(4).Buffer);
        Assert.Equal(10, matrix.WithRows(5).Span.Length);
    }

    [Fact]
    public void A_row_outside_the_rows_in_use_is_an_error_although_there_is_memory()
    {
        Matrix matrix = new Matrix(4, 2).WithRows(2);
        Assert.ThrowsAny<ArgumentException>(() => matrix.Row(2).Length);
        Assert.ThrowsAny<ArgumentException>(() => matrix.Row(-1).Length);
    }

    [Fact]
    public void A_copy_takes_the_rows_of_its_source_and_needs_its_columns()
    {
        var source = new Matrix(2, 3);
        source.Span.Fill(7);
        var copy = new Matrix(5, 3);
        copy.CopyFrom(source);
        Assert.Equal(2, copy.Rows);
        Assert.Equal(source.Span.ToArray(), copy.Span.ToArray());
        Assert.Throws<ArgumentException>(() => copy.CopyFrom(new Matrix(2, 4)));
    }

    [Fact]
    public void Sizes_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(1, -2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(1, 2).WithRows(-1));
        Assert.Throws<OverflowException>(() => new Matrix(0, 1 << 16).WithRows(1 << 16));
        Assert.True(new Matrix(0, 4).Span.IsEmpty);
    }
}
