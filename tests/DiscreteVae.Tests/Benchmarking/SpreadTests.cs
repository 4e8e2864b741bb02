using DiscreteVae.Research.Benchmarking;

namespace DiscreteVae.Tests.Benchmarking;

public class SpreadTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3, 3, 3)]
    [InlineData(new double[] { 5, 1, 2 }, 2, 1, 5)]
    [InlineData(new double[] { 4, 1, 9, 2 }, 3, 1, 9)]
    public void The_median_is_the_middle_whatever_the_order(double[] values, double median, double minimum, double maximum)
    {
        var spread = new Spread(values);
        Assert.Equal((median, minimum, maximum), (spread.Median, spread.Minimum, spread.Maximum));
    }

    [Fact]
    public void A_ratio_is_of_the_medians_and_its_range_of_the_turns()
    {
        // A disturbance that hits both in the second turn leaves the quotient of that turn alone.
        var ratio = PeerRatio.Of(2, peer: new Spread([8, 80, 10]), ours: new Spread([1, 10, 2]));
        Assert.Equal(new PeerRatio(2, 10.0 / 2, 5, 8), ratio);
    }
}
