using DiscreteVae.Research.Results;

namespace DiscreteVae.Tests.Results;

public sealed class QuantityTests
{
    [Fact]
    public void A_mean_has_the_digits_that_its_interval_leaves() => Assert.Equal(
        "−131.98 (95 % interval −132.33 to −131.62, 5 seeds)", Quantity.WithInterval(new SeedStatistics(5, -131.97654, 0.1, -132.3312, -131.62188)));

    [Fact]
    public void One_seed_has_no_interval_and_says_so() =>
        Assert.Equal("−131.90 (one seed, so no interval)", Quantity.WithInterval(SeedStatistics.Of([-131.9046])));

    [Fact]
    public void A_difference_has_its_sign() => Assert.Equal(
        "+4.60 (95 % interval +4.35 to +4.85, 3 seeds in pairs)", Quantity.DifferenceWithInterval(SeedStatistics.Of([4.5, 4.6, 4.7])));

    [Theory]
    [InlineData(0.0003, "0.00030000")]
    [InlineData(12345.678, "12346")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "NaN")]
    public void A_number_has_about_five_digits(double value, string expected) => Assert.Equal(expected, Quantity.Number(value));
}
