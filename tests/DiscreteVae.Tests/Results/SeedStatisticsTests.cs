using DiscreteVae.Research.Results;


namespace DiscreteVae.Tests.Results;

public sealed class SeedStatisticsTests
{
    [Fact]
    public void The_interval_is_students()
    {
        // t(0.975, 2) = 4.302652729911275; mean 2, s = 1, s / √3 = 0.5773502691896258.
        SeedStatistics statistics = SeedStatistics.Of([1, 2, 3]);
        Assert.Equal(3, statistics.Count);
        Assert.Equal(2, statistics.Mean!.Value, 1e-14);
        Assert.Equal(0.5773502691896258, statistics.StandardError!.Value, 1e-14);
        Assert.Equal(2 - 4.302652729911275 * 0.5773502691896258, statistics.Low!.Value, 1e-9);
        Assert.Equal(2 + 4.302652729911275 * 0.5773502691896258, statistics.High!.Value, 1e-9);
    }

    [Theory]
    // Quantiles t(0.975, n - 1) as tables print them.
    [InlineData(2, 12.7062047364)]
    [InlineData(3, 4.30265272991)]
    [InlineData(5, 2.77644510520)]
    [InlineData(10, 2.26215716285)]
    [InlineData(31, 2.04227245630)]
    public void The_reach_is_the_tabled_quantile_times_the_standard_error(int count, double quantile)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => Math.Sin(i) - 131)];
        SeedStatistics statistics = SeedStatistics.Of(values);
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (count - 1) / count);
        Assert.Equal(mean, statistics.Mean!.Value, 1e-12);
        Assert.Equal(error, statistics.StandardError!.Value, 1e-12);
        Assert.Equal(mean - quantile * error, statistics.Low!.Value, 1e-8);
        Assert.Equal(mean + quantile * error, statistics.High!.Value, 1e-8);
    }

    [Fact]
    public void One_seed_has_a_mean_and_no_interval() =>
        Assert.Equal(new SeedStatistics(1, -131.5, null, null, null), SeedStatistics.Of([-131.5]));

    [Fact]
    public void No_seed_has_nothing() => Assert.Equal(new SeedStatistics(0, null, null, null, null), SeedStatistics.Of([]));
}
