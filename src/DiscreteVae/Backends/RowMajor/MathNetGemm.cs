using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>
/// Math.NET Numerics' linear algebra provider: managed code everywhere, or its MKL or OpenBLAS packages where they are installed.
/// It works on whole column-major arrays, so the row-major C = A B is asked for as Cᵀ = Bᵀ Aᵀ.
/// </summary>
public sealed class MathNetGemm : IGemm
{
    // The provider refuses arrays that are longer than their matrix: such ones go through copies of the exact length.
    private Real[] _a = [], _b = [], _c = [];

    /// <summary>Takes the best provider Math.NET finds, on all processors.</summary>
    public MathNetGemm()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>Takes the best provider Math.NET finds.</summary>
    public MathNetGemm(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Control.TryUseNativeMKL();
        Threads = threads;
    }

    /// <inheritdoc/>
    public string Name => "mathnet";

    /// <inheritdoc/>
    public string Description =>
        $"Math.NET Numerics {typeof(Control).Assembly.GetName().Version?.ToString(3)}, {LinearAlgebraControl.Provider}";

    /// <inheritdoc/>
    public int Threads { get; }

    /// <inheritdoc/>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, Real alpha, Real[] a, Real[] b, Real beta,
        Real[] c)
    {
        // Math.NET knows one number of threads a process, and to set it anew initialises its providers again.
        if (Control.MaxDegreeOfParallelism != Threads) Control.MaxDegreeOfParallelism = Threads;
        // Stored row-major, an r × s array is the column-major s × r array of its transpose.
        (int rowsB, int columnsB) = transposeB ? (k, n) : (n, k);
        (int rowsA, int columnsA) = transposeA ? (m, k) : (k, m);
        Real[] exactA = Exact(a, m * k, ref _a), exactB = Exact(b, k * n, ref _b), exactC = Exact(c, m * n, ref _c);
        LinearAlgebraControl.Provider.MatrixMultiplyWithUpdate(
            transposeB ? Transpose.Transpose : Transpose.DontTranspose,
            transposeA ? Transpose.Transpose : Transpose.DontTranspose,
            alpha, exactB, rowsB, columnsB, exactA, rowsA, columnsA, beta, exactC);
        if (exactC != c) exactC.CopyTo(c, 0);
    }

    // Math.NET refuses an array that is longer than its matrix, as buffers are after a minibatch smaller than one before it.
    private static Real[] Exact(Real[] source, int length, ref Real[] copy)
    {
        if (source.Length == length) return source;
        if (copy.Length != length) copy = new Real[length];
        Array.Copy(source, copy, length);
        return copy;
    }
}
