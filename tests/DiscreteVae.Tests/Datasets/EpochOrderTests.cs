using CsCheck;
using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Tests.Datasets;

public class EpochOrderTests
{
    private static readonly int[] Examples = [.. Enumerable.Range(0, 500).Select(i => 3 * i)];

    [Fact]
    public void Every_epoch_is_a_permutation_that_seed_and_epoch_decide()
    {
        int[] order = EpochOrder.Of(Examples, 1, 4);
        Assert.Equal(Examples, order.Order());
        Assert.NotEqual(Examples, order);
        Assert.Equal(order, EpochOrder.Of(Examples, 1, 4));
        Assert.NotEqual(order, EpochOrder.Of(Examples, 1, 5));
        Assert.NotEqual(order, EpochOrder.Of(Examples, 2, 4));
    }

    [Fact]
    public void All_orders_of_four_are_equally_frequent()
    {
        int[] counts = new int[24];
        for (int epoch = 0; epoch < 24_000; epoch++)
        {
            int[] order = EpochOrder.Of([0, 1, 2, 3], 7, epoch);
            // The Lehmer code numbers the permutations.
            int code = 0;
            for (int i = 0; i < 4; i++) code = code * (4 - i) + order[(i + 1)..].Count(later => later < order[i]);
            counts[code]++;
        }
        Check.ChiSquared([.. Enumerable.Repeat(1_000, 24)], counts, sigma: 6);
    }

    [Fact]
    public void One_image_has_one_order() => Assert.Equal([5], EpochOrder.Of([5], 1, 1));
}
