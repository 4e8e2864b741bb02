using DiscreteVae.Numerics;
using Xunit.Sdk;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>The assert is right and wrong where it should be.</summary>
public class StatisticalAssertTests
{
    private const double FalseFailRate = 1e-6;

    [Fact]
    public void Welford_gives_mean_and_variance_where_a_sum_of_squares_would_not()
    {
        var moments = new StreamingMoments(2);
        foreach (double value in (double[])[4, 7, 13, 16]) moments.Add([value + 1e9, -value]);
        Assert.Equal([1e9 + 10, -10], moments.Mean.ToArray());
        Assert.Equal(30, moments.Variance(0), 1e-9);
        Assert.Equal(30, moments.Variance(1), 1e-9);
        Assert.Equal(Math.Sqrt(30.0 / 4), moments.StandardError(0), 1e-9);
    }

    [Fact]
    public void An_unbiased_mean_passes() =>
        StatisticalAssert.MeanEquals([1, -2, 0], Draws(40_000, 0), FalseFailRate, mustDetect: 0.05);

    [Theory]
    [InlineData(0.05)]
    [InlineData(-0.05)]
    public void A_bias_of_the_size_that_must_be_detected_is(double bias) =>
        Assert.ThrowsAny<XunitException>(() =>
            StatisticalAssert.MeanEquals([1, -2, 0], Draws(40_000, bias), FalseFailRate, mustDetect: 0.05));

    [Fact]
    public void Draws_that_could_not_show_the_bias_are_an_error_of_their_own()
    {
        var error = Assert.ThrowsAny<XunitException>(() =>
            StatisticalAssert.MeanEquals([1, -2, 0], Draws(2_000, 0), FalseFailRate, mustDetect: 0.05));
        Assert.Contains("Too few draws", error.Message, StringComparison.Ordinal);
        error = Assert.ThrowsAny<XunitException>(() =>
            StatisticalAssert.MeanEquals([1, -2, 0], Draws(999, 0), FalseFailRate, mustDetect: 1000));
        Assert.Contains("Too few draws", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_NaN_among_the_draws_fails()
    {
        StreamingMoments draws = Draws(40_000, 0);
        draws.Add([double.NaN, 0, 0]);
        Assert.ThrowsAny<XunitException>(() => StatisticalAssert.MeanEquals([1, -2, 0], draws, FalseFailRate, mustDetect: 0.05));
    }

    [Fact]
    public void Draws_without_variance_must_agree_to_rounding()
    {
        var draws = new StreamingMoments(1);
        for (int i = 0; i < 1000; i++) draws.Add([0.25]);
        StatisticalAssert.MeanEquals([0.25], draws, FalseFailRate, mustDetect: 1e-6);
        Assert.ThrowsAny<XunitException>(() => StatisticalAssert.MeanEquals([0.2501], draws, FalseFailRate, mustDetect: 1e-6));
    }

    /// <summary>With rate 0.1 some 100 of 1,000 correct tests must fail: 60 to 145 are within 4.5 standard deviations.</summary>
    [Fact]
    public void The_stated_rate_of_false_failures_is_the_actual_one()
    {
        int failures = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            try
            {
                StatisticalAssert.MeanEquals([1, -2, 0], Draws(1000, 0, seed + 1), falseFailRate: 0.1, mustDetect: 10);
            }
            catch (XunitException)
            {
                failures++;
            }
        }
        Assert.InRange(failures, 60, 145);
    }

    [Fact]
    public void Frequencies_pass_fail_and_ask_for_more()
    {
        StatisticalAssert.Frequencies([0.5, 0.25, 0.25, 0], [5020, 2490, 2490, 0], FalseFailRate);
        Assert.ThrowsAny<XunitException>(() =>
            StatisticalAssert.Frequencies([0.5, 0.25, 0.25], [5400, 2300, 2300], FalseFailRate));
        Assert.ThrowsAny<XunitException>(() => StatisticalAssert.Frequencies([0.5, 0.5, 0], [5000, 5000, 1], FalseFailRate));
        Assert.ThrowsAny<XunitException>(() => StatisticalAssert.Frequencies([0.5, 0.5], [4, 4], FalseFailRate));
    }

    // Exponentials less 1 (skewed, as gradients are), around a mean, with a bias in the last component.
    private static StreamingMoments Draws(int count, double bias, ulong seed = 1)
    {
        var values = new Real[3 * count];
        RandomStream.Create(seed, Purpose.Estimator, 0).FillExponential(values);
        var moments = new StreamingMoments(3);
        for (int i = 0; i < count; i++)
            moments.Add([1 + (values[3 * i] - 1), -2 - (values[3 * i + 1] - 1), bias + (values[3 * i + 2] - 1)]);
        return moments;
    }
}
