namespace DiscreteVae.Numerics;

/// <summary>
/// A row-major matrix over a growable array: element (r, c) lies at <c>r · Columns + c</c>. Logits, codes and their gradients are
/// matrices; activations inside a network are not, since each backend keeps those in a layout of its own.
/// </summary>
public sealed class Matrix
{
    private Real[] _data;

    /// <summary>Makes a matrix of zeros.</summary>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        _data = new Real[checked(rows * columns)];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All elements, row after row.</summary>
    public Span<Real> Span => _data.AsSpan(0, Rows * Columns);

    /// <summary>The array under <see cref="Span"/>; it may be longer than the matrix.</summary>
    public Real[] Buffer => _data;

    /// <summary>One element.</summary>
    public ref Real this[int row, int column] => ref Row(row)[column];

    /// <summary>One row.</summary>
    public Span<Real> Row(int row) => Span.Slice(row * Columns, Columns);

    /// <summary>
    /// Sets the number of rows; memory is kept when it shrinks, so that a buffer serves every minibatch without new garbage. The
    /// contents are undefined afterwards.
    /// </summary>
    public Matrix WithRows(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        int needed = checked(rows * Columns);
        if (needed > _data.Length) _data = new Real[needed];
        Rows = rows;
        return this;
    }

    /// <summary>Copies all elements of <paramref name="source"/>, whose shape must be the same.</summary>
    public void CopyFrom(Matrix source)
    {
        if (source.Columns != Columns) throw new ArgumentException($"{source.Columns} columns cannot be copied into {Columns}.");
        WithRows(source.Rows);
        source.Span.CopyTo(Span);
    }
}
