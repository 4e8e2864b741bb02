using DiscreteVae.Research.Comparison;

namespace DiscreteVae.Tests.Comparison;

public class PairedPowerTests
{
    /// <summary>
    /// Against scipy 1.10.1: <c>nct.sf(c, n − 1, e √n) + nct.cdf(−c, n − 1, e √n)</c> with c = <c>t.ppf(0.975, n − 1)</c>.
    /// </summary>
    [Theory]
    [InlineData(2, 0.5, 0.06194860668588606)]
    [InlineData(2, 5, 0.42096140914186314)]
    [InlineData(3, 1, 0.17925539376539423)]
    [InlineData(5, 1.25, 0.5621718247176092)]
    [InlineData(10, 1, 0.8030968566475513)]
    [InlineData(34, 0.5, 0.8077775012792737)]
    [InlineData(200, 0.2, 0.8036666605864372)]
    [InlineData(1000, 0.1, 0.8847890988907141)]
    public void It_is_the_noncentral_t_distributions(int pairs, double effect, double expected) =>
        Assert.Equal(expected, PairedPower.Of(pairs, effect), 1e-7);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(300)]
    public void Without_an_effect_it_is_the_level(int pairs) => Assert.Equal(0.05, PairedPower.Of(pairs, 0), 1e-7);

    /// <summary>The first n whose power by scipy is 0.8 or more.</summary>
    [Theory]
    [InlineData(0.5, 0.4, 8)]
    [InlineData(0.5, 0.8, 23)]
    [InlineData(0.5, 0.1, 3)]
    [InlineData(0.5, 2.0, 128)]
    [InlineData(-0.5, 0.5, 10)]
    [InlineData(0.5, 0.02, 2)]
    public void The_fewest_pairs_are_found(double difference, double deviation, int expected) =>
        Assert.Equal(expected, PairedPower.Pairs(difference, deviation, 0.8));

    [Fact]
    public void Nothing_to_tell_apart_needs_two_pairs_and_a_speck_more_than_anyone_has()
    {
        Assert.Equal(2, PairedPower.Pairs(0.5, 0, 0.8));
        Assert.Null(PairedPower.Pairs(1e-6, 1, 0.8));
    }
}
