namespace DiscreteVae.Estimators;

/// <summary>
/// A small dense system M y = r whose rows are diagonally dominant with a negative or zero rest, so that elimination needs no
/// pivoting. In double, in buffers that are kept. Solving overwrites it.
/// </summary>
internal sealed class DominantSystem(int size)
{
    private readonly double[] _matrix = new double[size * size];
    private readonly double[] _right = new double[size];

    public ref double Coefficient(int row, int column) => ref _matrix[row * size + column];

    public ref double Right(int row) => ref _right[row];

    public Span<double> Solve()
    {
        for (int pivot = 0; pivot < size; pivot++)
        {
            ReadOnlySpan<double> above = _matrix.AsSpan(pivot * size, size);
            for (int row = pivot + 1; row < size; row++)
            {
                Span<double> below = _matrix.AsSpan(row * size, size);
                double factor = below[pivot] / above[pivot];
                if (factor == 0) continue;
                for (int column = pivot + 1; column < size; column++) below[column] -= factor * above[column];
                _right[row] -= factor * _right[pivot];
            }
        }
        for (int row = size - 1; row >= 0; row--)
        {
            double sum = _right[row];
            for (int column = row + 1; column < size; column++) sum -= _matrix[row * size + column] * _right[column];
            _right[row] = sum / _matrix[row * size + row];
        }
        return _right;
    }
}
