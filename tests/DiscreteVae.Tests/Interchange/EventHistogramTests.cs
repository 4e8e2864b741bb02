using CsCheck;
using DiscreteVae.Research.Interchange;

namespace DiscreteVae.Tests.Interchange;

public class EventHistogramTests
{
    [Fact]
    public void Every_value_is_counted_once_below_its_limit() =>
        Gen.Float[-1e6f, 1e6f].Array[1, 200].Sample(values =>
        {
            EventHistogram histogram = EventHistogram.Of(values);
            Assert.Equal(values.Length, histogram.Counts.Sum());
            Assert.Equal((values.Min(), values.Max()), (histogram.Minimum, histogram.Maximum));
            Assert.Equal(histogram.Limits.Order(), histogram.Limits);
            Assert.True(histogram.Limits[^1] > histogram.Maximum);
            Assert.Equal(values.Sum(value => (double)value), histogram.Sum, 1e-6 * (1 + values.Sum(value => Math.Abs((double)value))));
            // Counted by the limits alone, but for values that a rounding may move over one.
            double spacing = (histogram.Maximum - histogram.Minimum) / histogram.Limits.Count;
            for (int i = 0; i < histogram.Limits.Count; i++)
            {
                double slack = 1e-5 * (spacing + Math.Abs(histogram.Limits[i]));
                int surely = values.Count(value => value < histogram.Limits[i] - slack), maybe = values.Count(value => value < histogram.Limits[i] + slack);
                Assert.InRange(histogram.Counts.Take(i + 1).Sum(), surely, maybe);
            }
        }, iter: 500);

    [Fact]
    public void Categories_have_a_bucket_each()
    {
        EventHistogram histogram = EventHistogram.OfCategories([0, 2, 2, 3], 4);
        Assert.Equal([1, 0, 2, 1], histogram.Counts);
        Assert.Equal([0.5, 1.5, 2.5, 3.5], histogram.Limits);
        Assert.Equal((4, 7, 17), (histogram.Count, histogram.Sum, histogram.SumOfSquares));
    }
}
