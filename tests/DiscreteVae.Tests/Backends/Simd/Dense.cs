using DiscreteVae.Backends.Simd;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>Random operands, and bounds of what float32 may add to or take from a sum.</summary>
internal static class Dense
{
    /// <summary>Numbers uniform in (−1, 1).</summary>
    public static float[] Numbers(int count, int seed)
    {
        var values = new float[count];
        RandomStream.Create((ulong)seed, Purpose.Initialization, (ulong)count).FillUniform(values);
        return [.. values.Select(value => 2 * value - 1)];
    }

    public static Matrix Matrix(int rows, int columns, int seed)
    {
        var matrix = new Matrix(rows, columns);
        Numbers(rows * columns, seed).CopyTo(matrix.Span);
        return matrix;
    }

    public static SimdActivations Read(SimdBackend backend, Matrix matrix)
    {
        var activations = (SimdActivations)backend.CreateActivations(matrix.Columns);
        backend.Read(matrix, activations);
        return activations;
    }

    public static Matrix Write(SimdBackend backend, Activations activations)
    {
        var matrix = new Matrix(activations.Rows, activations.Features);
        backend.Write(activations, matrix);
        return matrix;
    }

    public static SimdActivations Empty(SimdBackend backend, int rows, int features)
    {
        var activations = (SimdActivations)backend.CreateActivations(features);
        activations.Resize(rows);
        return activations;
    }

    /// <summary>
    /// Compares with a sum of <paramref name="terms"/> products in double: as many roundings of a partial sum, each below 2^−24 of
    /// the sum of the magnitudes, and a few for what follows the sum.
    /// </summary>
    public static void IsSum(double exact, double magnitude, int terms, float actual, string what) =>
        Assert.True(
            Math.Abs(exact - actual) <= (terms + 4) * Math.Pow(2, -24) * magnitude, $"{what}: {actual}, expected {exact}.");

    /// <summary>Whether everything above the last feature is 0.</summary>
    public static unsafe bool HasCleanPadding(SimdActivations activations)
    {
        float* values = activations.Values();
        for (int f = activations.Features; f < Blocked.RoundUp(activations.Features, Blocked.Width); f++)
        {
            for (int r = 0; r < activations.Rows; r++)
            {
                float* row = values + r * Blocked.Width;
                if (row[f / Blocked.Width * activations.BlockStride + f % Blocked.Width] != 0) return false;
            }
        }
        return true;
    }
}
