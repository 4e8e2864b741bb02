using CsCheck;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class LogSumExpTests
{
    [Fact]
    public void It_is_the_logarithm_of_the_sum_in_any_order() =>
        Gen.Double[-30, 30].Array[1, 40].Sample(values =>
        {
            double expected = Math.Log(values.Sum(Math.Exp));
            Assert.Equal(expected, Of(values), 1e-12);
            Assert.Equal(expected, Of([.. values.Order()]), 1e-12);
            Assert.Equal(expected, Of([.. values.OrderDescending()]), 1e-12);
        });

    /// <summary>Where exp itself is 0 or infinite.</summary>
    [Theory]
    [InlineData(-1e5)]
    [InlineData(1e5)]
    public void It_neither_underflows_nor_overflows(double offset) => Assert.Equal(offset + Math.Log(3), Of([offset, offset, offset]), 1e-9);

    [Fact]
    public void Nothing_adds_nothing()
    {
        Assert.Equal(double.NegativeInfinity, Of([]));
        Assert.Equal(double.NegativeInfinity, Of([double.NegativeInfinity]));
        Assert.Equal(2, Of([double.NegativeInfinity, 2, double.NegativeInfinity]));
    }

    private static double Of(double[] values)
    {
        var sum = new LogSumExp();
        foreach (double value in values) sum.Add(value);
        return sum.Value;
    }
}
