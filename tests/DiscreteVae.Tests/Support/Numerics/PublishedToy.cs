using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// The toy problem of two latents of three categories with f(z) = a · z + ½ zᵀ H z, whose estimates at the sample z = (0, 2) were
/// worked out to eight digits by independent code.
/// </summary>
internal static class PublishedToy
{
    private static readonly double[] Linear = [1, -2, 0.5, 0.3, 1.5, -1];

    private static readonly double[] Quadratic =
    [
        2, 0.75, -1, 1.25, -0.5, 0.25,
        0.75, -1.5, 0.5, -0.25, 1, -0.75,
        -1, 0.5, 1.25, 0.5, -1.25, 0.75,
        1.25, -0.25, 0.5, -1.75, 0.25, 0.5,
        -0.5, 1, -1.25, 0.25, 2.25, -1,
        0.25, -0.75, 0.75, 0.5, -1, 1,
    ];

    public static LatentShape Shape { get; } = new(2, 3);

    public static Real[] Logits { get; } = [(Real)0.5, (Real)(-0.3), (Real)0.1, (Real)(-0.7), (Real)0.4, (Real)0.9];

    public static EnumerableProblem Problem { get; } = new(Shape, new PolynomialLoss(Linear, Quadratic), Logits);

    /// <summary>Half a unit of the last digit printed, or what float32 leaves.</summary>
    public static double Tolerance => sizeof(Real) == sizeof(double) ? 6e-9 : 2e-6;

    /// <summary>One estimate with z = (0, 2), or with given samples and exponential noise.</summary>
    public static Real[] Estimate(IGradientEstimator estimator, double temperature, out Real loss, double[]? samples = null,
        double[]? exponentials = null)
    {
        Posterior posterior = Problem.CreatePosterior();
        Matrix gradient = Problem.Estimate(estimator, (Real)temperature,
            new GivenNoise(samples ?? [0, 2], exponentials ?? [], posterior), posterior, Problem.CreateObjective(),
            out Real[] losses);
        loss = losses[0];
        return gradient.Span.ToArray();
    }

    /// <summary>‖mean − exact gradient‖ / ‖exact gradient‖.</summary>
    public static double Bias(double[] mean) =>
        Math.Sqrt(mean.Zip(Problem.ExactGradient, (m, exact) => (m - exact) * (m - exact)).Sum()) / Problem.Norm;

    public static void Agree<T>(double[] expected, T[] actual, double more = 0) where T : IConvertible
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i].ToDouble(System.Globalization.CultureInfo.InvariantCulture), Tolerance + more);
    }
}
