namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// Checks of hand-written derivatives against central differences (f(x + h) − f(x − h)) / 2h. Only in the float64 build, where
/// h = 1e-5 leaves truncation and rounding errors of about 1e-10 and a mistake of 1e-7 shows.
/// </summary>
internal static class FiniteDifference
{
    /// <summary>Relative to the largest entry of the gradient, since a small entry is a difference of larger numbers.</summary>
    public const double Tolerance = 1e-7;

    private const double Step = 1e-5;

    /// <summary>y = f(x): overwrites <paramref name="output"/>.</summary>
    public delegate void Function(ReadOnlySpan<double> input, Span<double> output);

    /// <summary>Overwrites <paramref name="gradient"/> with Σ_i upstream_i ∂y_i/∂x.</summary>
    public delegate void Pullback(ReadOnlySpan<double> input, ReadOnlySpan<double> upstream, Span<double> gradient);

    /// <summary>A forward and a backward pass agree at a random input for a random upstream gradient.</summary>
    public static void Check(Function forward, Pullback backward, int inputs, int outputs, ulong seed) =>
        Check(forward, backward, TestInputs.Normal(seed, inputs), outputs, seed + 1);

    /// <summary>A forward and a backward pass agree at a given input for a random upstream gradient.</summary>
    public static void Check(Function forward, Pullback backward, double[] input, int outputs, ulong seed)
    {
        double[] upstream = TestInputs.Normal(seed, outputs), output = new double[outputs], gradient = new double[input.Length];
        Array.Fill(gradient, double.NaN);
        backward(input, upstream, gradient);
        CheckGradient(Value, input, gradient);

        double Value(double[] x)
        {
            forward(x, output);
            return Dot(upstream, output);
        }
    }

    /// <summary>Every entry of the gradient of a number.</summary>
    public static void CheckGradient(Func<double[], double> value, double[] input, ReadOnlySpan<double> gradient)
    {
        var expected = new double[input.Length];
        var moved = (double[])input.Clone();
        for (int i = 0; i < input.Length; i++)
        {
            moved[i] = input[i] + Step;
            double above = value(moved);
            moved[i] = input[i] - Step;
            expected[i] = (above - value(moved)) / (2 * Step);
            moved[i] = input[i];
        }
        // A gradient of zeros (one category, say) has no scale of its own: rounding in the value sets it.
        double scale = Math.Max(expected.Max(Math.Abs), 1e-2 * Math.Max(1, Math.Abs(value(input))));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - gradient[i]) <= Tolerance * scale,
                $"Entry {i} of {expected.Length}: derivative {gradient[i]:r}, by differences {expected[i]:r}.");
        }
    }

    /// <summary>The derivative along a random direction: one number that every entry of the gradient has a part in.</summary>
    public static void CheckDirection(Func<double[], double> value, double[] input, ReadOnlySpan<double> gradient, ulong seed)
    {
        double[] direction = TestInputs.Normal(seed, input.Length);
        double length = Math.Sqrt(Dot(direction, direction));
        for (int i = 0; i < direction.Length; i++) direction[i] /= length;
        double expected = (value(Moved(Step)) - value(Moved(-Step))) / (2 * Step), actual = Dot(gradient, direction);
        // g · u of a random unit vector u is about |g| / √n.
        double scale = Math.Sqrt(Dot(gradient, gradient) / gradient.Length);
        Assert.True(scale > 0, "The gradient is zero, so that this check would say nothing.");
        Assert.True(Math.Abs(expected - actual) <= Tolerance * scale,
            $"Directional derivative {actual:r}, by differences {expected:r}.");

        double[] Moved(double step) => [.. input.Zip(direction, (x, d) => x + step * d)];
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
