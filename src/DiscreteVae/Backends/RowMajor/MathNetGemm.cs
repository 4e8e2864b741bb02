using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>
/// Math.NET Numerics' linear algebra provider: managed code everywhere, or its MKL or OpenBLAS packages where they are installed. It works on
/// whole column-major arrays: the row-major C = A B is asked for as Cᵀ = Bᵀ Aᵀ, and arrays longer than their matrix are copied.
/// </summary>
public sealed class MathNetGemm : IGemm
{
    /// <summary>Takes the best provider Math.NET finds, on all processors.</summary>
    public MathNetGemm()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>Takes the best provider Math.NET finds. It knows one number of threads a process: the last one asked for.</summary>
    public MathNetGemm(int threads)
    {
        Control.TryUseNativeMKL();
        Control.MaxDegreeOfParallelism = threads;
    }

    /// <inheritdoc/>
    public string Name => "mathnet";

    /// <inheritdoc/>
    public string Description => $"Math.NET Numerics {typeof(Control).Assembly.GetName().Version?.ToString(3)}, {LinearAlgebraControl.Provider}";

    /// <inheritdoc/>
    public int Threads => Control.MaxDegreeOfParallelism;

    /// <inheritdoc/>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, Real alpha, Real[] a, Real[] b, Real beta, Real[] c)
    {
        // Stored row-major, an r × s array is the column-major s × r array of its transpose.
        (int rowsB, int columnsB) = transposeB ? (k, n) : (n, k);
        (int rowsA, int columnsA) = transposeA ? (m, k) : (k, m);
        Real[] result = Exact(c, m * n);
        LinearAlgebraControl.Provider.MatrixMultiplyWithUpdate(
            transposeB ? Transpose.Transpose : Transpose.DontTranspose, transposeA ? Transpose.Transpose : Transpose.DontTranspose,
            alpha, Exact(b, k * n), rowsB, columnsB, Exact(a, m * k), rowsA, columnsA, beta, result);
        if (result != c) result.CopyTo(c, 0);
    }

    // Math.NET refuses an array that is longer than its matrix, as buffers are after a minibatch smaller than one before it.
    private static Real[] Exact(Real[] array, int length) => array.Length == length ? array : array[..length];
}
