using MathNet.Numerics.Distributions;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// Assertions about random numbers with stated error rates, over fixed seeds: a test either always passes or always fails, and
/// the rate says how likely a correct implementation would have been to fail when the seed was chosen.
/// </summary>
internal static class StatisticalAssert
{
    /// <summary>Below this many draws the normal approximation of a mean's tails is not trusted.</summary>
    public const int FewestDraws = 1000;

    /// <summary>How likely a bias of the size that must be detected would have been to slip through.</summary>
    public const double FalsePassRate = 1e-3;

    /// <summary>
    /// The mean of a random vector is <paramref name="expected"/>. Fails as well when there are too few draws to see a bias of
    /// <paramref name="mustDetect"/> in any one component.
    /// </summary>
    /// <param name="expected">The mean under the hypothesis.</param>
    /// <param name="draws">Independent draws.</param>
    /// <param name="falseFailRate">Of the whole vector: each of d components is tested at rate / d (Bonferroni).</param>
    /// <param name="mustDetect">An absolute bias of a component.</param>
    public static void MeanEquals(ReadOnlySpan<double> expected, StreamingMoments draws, double falseFailRate, double mustDetect)
    {
        Assert.Equal(expected.Length, draws.Dimension);
        Assert.True(draws.Count >= FewestDraws, $"Too few draws: {draws.Count}, at least {FewestDraws} are needed.");
        double detectable = DetectableBias(draws, falseFailRate);
        Assert.True(detectable <= mustDetect,
            $"Too few draws: {draws.Count} detect a bias of {detectable:g3} only, {mustDetect:g3} must be. " +
            $"{draws.Count * Math.Pow(detectable / mustDetect, 2):g3} would do.");
        double critical = Critical(falseFailRate, draws.Dimension), rounding = Rounding(expected);
        for (int i = 0; i < expected.Length; i++)
        {
            double bias = draws.Mean[i] - expected[i], error = draws.StandardError(i);
            // Written so that NaN fails.
            Assert.True(Math.Abs(bias) <= critical * error + rounding,
                $"Component {i}: mean {draws.Mean[i]:g6} of {draws.Count} draws, expected {expected[i]:g6}, " +
                $"{Math.Abs(bias) / error:g3} standard errors apart where {critical:g3} are allowed.");
        }
    }

    /// <summary>
    /// The bias that these draws detect in every component, with <see cref="FalsePassRate"/> left to slip through.
    /// </summary>
    public static double DetectableBias(StreamingMoments draws, double falseFailRate)
    {
        double errors = Critical(falseFailRate, draws.Dimension) + Normal.InvCDF(0, 1, 1 - FalsePassRate), largest = 0;
        for (int i = 0; i < draws.Dimension; i++) largest = Math.Max(largest, errors * draws.StandardError(i));
        return largest;
    }

    /// <summary>
    /// Counts come from the given probabilities, by Pearson's χ². Categories of probability 0 must be empty; the others must
    /// expect at least 5, without which the χ² distribution is no approximation.
    /// </summary>
    public static void Frequencies(ReadOnlySpan<double> probabilities, ReadOnlySpan<long> counts, double falseFailRate)
    {
        long total = 0;
        foreach (long count in counts) total += count;
        double statistic = 0;
        int categories = 0;
        for (int k = 0; k < probabilities.Length; k++)
        {
            double expected = probabilities[k] * total;
            if (probabilities[k] == 0)
            {
                Assert.True(counts[k] == 0, $"Category {k} has probability 0 and was drawn {counts[k]} times.");
                continue;
            }
            Assert.True(expected >= 5, $"Too few draws: category {k} expects {expected:g3} of {total}.");
            statistic += (counts[k] - expected) * (counts[k] - expected) / expected;
            categories++;
        }
        if (categories == 1) return;
        double critical = ChiSquared.InvCDF(categories - 1, 1 - falseFailRate);
        Assert.True(statistic <= critical,
            $"χ² = {statistic:g4} with {categories - 1} degrees of freedom; {critical:g4} is allowed.");
    }

    private static double Critical(double falseFailRate, int dimension) =>
        Normal.InvCDF(0, 1, 1 - falseFailRate / (2 * dimension));

    // What a draw without any variance may be off by: a handful of roundings of Real at the vector's scale.
    private static double Rounding(ReadOnlySpan<double> expected)
    {
        double scale = 0;
        foreach (double value in expected) scale = Math.Max(scale, Math.Abs(value));
        return 32 * (sizeof(Real) == sizeof(double) ? Math.Pow(2, -53) : Math.Pow(2, -24)) * scale;
    }
}
