namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>f_b(z) = a_b · z + ½ zᵀ H z + (c · z)³, with H symmetric and shared by the data; H and c may be left out.</summary>
internal sealed class PolynomialLoss(double[] linear, double[]? quadratic = null, double[]? cubic = null) : ILatentLoss
{
    public double Value(int datum, ReadOnlySpan<double> z)
    {
        double value = Dot(Linear(datum, z.Length), z);
        if (quadratic is not null)
        {
            for (int i = 0; i < z.Length; i++) value += z[i] * Dot(quadratic.AsSpan(i * z.Length, z.Length), z) / 2;
        }
        return cubic is null ? value : value + Math.Pow(Dot(cubic, z), 3);
    }

    public void Gradient(int datum, ReadOnlySpan<double> z, Span<double> gradient)
    {
        Linear(datum, z.Length).CopyTo(gradient);
        double slope = cubic is null ? 0 : 3 * Math.Pow(Dot(cubic, z), 2);
        for (int i = 0; i < z.Length; i++)
        {
            if (quadratic is not null) gradient[i] += Dot(quadratic.AsSpan(i * z.Length, z.Length), z);
            if (cubic is not null) gradient[i] += slope * cubic[i];
        }
    }

    private ReadOnlySpan<double> Linear(int datum, int width) => linear.AsSpan(datum * width, width);

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
