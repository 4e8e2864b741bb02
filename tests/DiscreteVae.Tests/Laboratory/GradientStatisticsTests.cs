using DiscreteVae.Research.Laboratory;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Laboratory;

public class GradientStatisticsTests
{
    private const int Draws = 512, Dimension = 40;
    private static readonly double[] Exact = [.. TestInputs.Normal(1, Dimension).Select(value => (double)value)];

    /// <summary>
    /// Normal draws with mean (1 + β) g* and deviation σ a component, whose figures are known: 95 % intervals hold them in about 95 of 100
    /// experiments; below 85 has a probability under 1e-4.
    /// </summary>
    [Theory]
    [InlineData(0.5, 2.0)]
    [InlineData(-0.3, 0.5)]
    public void Intervals_hold_the_truth_as_often_as_they_say(double bias, double deviation)
    {
        double norm = GradientMoments.Norm(Exact), variance = deviation * deviation * Dimension;
        (Func<GradientStatistics, Measured> Quantity, double Truth)[] figures =
        [
            (statistics => statistics.RelativeBias, Math.Abs(bias)),
            (statistics => statistics.StandardDeviation, Math.Sqrt(variance)),
            (statistics => statistics.RelativeStandardDeviation, Math.Sqrt(variance) / norm),
            (statistics => statistics.MeanSquaredError, variance + bias * bias * norm * norm),
            (statistics => statistics.SignalToNoise, (1 + bias) * norm / Math.Sqrt(variance)),
            (statistics => statistics.CosineOfMean, 1),
        ];
        var held = new int[figures.Length];
        for (ulong experiment = 0; experiment < 100; experiment++)
        {
            GradientStatistics statistics = Measure(experiment, bias, deviation);
            for (int f = 0; f < figures.Length; f++)
            {
                Measured measured = figures[f].Quantity(statistics);
                Assert.InRange(measured.Value, measured.Low, measured.High);
                if (measured.Low <= figures[f].Truth + 1e-9 && figures[f].Truth <= measured.High + 1e-9) held[f]++;
            }
        }
        Assert.All(held, count => Assert.True(count >= 85, $"Intervals held the truth {string.Join(", ", held)} times of 100."));
    }

    [Fact]
    public void Draws_without_noise_have_no_deviation_and_an_exact_bias()
    {
        var moments = new GradientMoments(Exact, 1);
        moments.Add([.. Exact.Select(value => (float)(1.5 * value))]);
        var statistics = new GradientStatistics(moments, GradientReference.Exact(Exact));
        Assert.Equal(0, statistics.StandardDeviation.Value);
        Assert.Equal(0.5, statistics.RelativeBias.Value, 1e-6);
        Assert.Equal(1, statistics.CosineOfMean.Value, 1e-6);
        Assert.Equal(double.PositiveInfinity, statistics.SignalToNoise.Value);
    }

    private static GradientStatistics Measure(ulong experiment, double bias, double deviation)
    {
        var moments = new GradientMoments(Exact, Draws);
        Real[] noise = TestInputs.Normal(1000 + experiment, Draws * Dimension, deviation);
        var draw = new float[Dimension];
        for (int d = 0; d < Draws; d++)
        {
            for (int i = 0; i < Dimension; i++) draw[i] = (float)((1 + bias) * Exact[i]) + noise[d * Dimension + i];
            moments.Add(draw);
        }
        return new GradientStatistics(moments, GradientReference.Exact(Exact));
    }
}
