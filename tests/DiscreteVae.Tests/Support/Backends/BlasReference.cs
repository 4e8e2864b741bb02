namespace DiscreteVae.Tests.Support.Backends;

/// <summary>
/// A plain float64 product with a bound on the error of a float32 one: any order of k products, with or without fused
/// multiply-adds, errs by at most (k + 3) u (|α| Σ |a| |b| + |β| |c|), u = 2⁻²⁴ (Higham, "Accuracy and Stability of Numerical
/// Algorithms", section 3.1).
/// </summary>
internal static class BlasReference
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    public static void AssertProduct(bool transposeA, bool transposeB, int m, int n, int k, double alpha, float[] a, float[] b,
        double beta, float[] before, float[] actual)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0, magnitude = 0;
                for (int l = 0; l < k; l++)
                {
                    double product = (double)a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
                    sum += product;
                    magnitude += Math.Abs(product);
                }
                double old = beta == 0 ? 0 : beta * before[i * n + j];
                double total = Math.Abs(alpha) * magnitude + Math.Abs(old);
                AssertNear(alpha * sum + old, actual[i * n + j], k, total, $"({i}, {j}) of {m} x {n} x {k}");
            }
        }
    }

    /// <summary>
    /// Fails unless the float32 sum of <paramref name="terms"/> terms of a total magnitude is as near as it must be.
    /// </summary>
    public static void AssertNear(double expected, float actual, int terms, double magnitude, string what)
    {
        // Beside rounding, a term below the smallest normal number may be flushed to 0.
        double bound = (terms + 3) * (UnitRoundoff * magnitude + 1.2e-38);
        Assert.True(Math.Abs(expected - actual) <= bound, $"{what}: {actual}, expected {expected} within {bound:g3}.");
    }
}
