using CsCheck;
using DiscreteVae.Backends.Simd;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>Every item is somebody's, once; and no handful is larger than it may be.</summary>
public class SharesTests
{
    private static readonly Gen<(int Items, int Workers, int Grain, int Column)> Case =
        Gen.Select(Gen.Int[0, 300], Gen.Int[1, 9], Gen.Int[1, 20], Gen.OneOf(Gen.Int[1, 40], Gen.Const(int.MaxValue)));

    [Fact]
    public void Workers_that_take_in_any_order_get_every_item_once()
    {
        Gen.Select(Case, Gen.Int[0, 8].Array[1, 50]).Sample((c, order) =>
        {
            var shares = new Shares(c.Workers);
            shares.Deal(c.Items, c.Workers, c.Grain, c.Column);
            int[] taken = new int[c.Items];
            for (int turn = 0; shares.Take(order[turn % order.Length] % c.Workers, out int start, out int end); turn++)
            {
                Assert.InRange(end - start, 1, c.Grain);
                Assert.Equal(start / c.Column, (end - 1) / c.Column);
                for (int item = start; item < end; item++) taken[item]++;
            }
            Assert.All(taken, count => Assert.Equal(1, count));
        });
    }

    [Fact]
    public void Workers_that_take_at_once_get_every_item_once()
    {
        var shares = new Shares(4);
        int[] taken = new int[1000];
        for (int run = 0; run < 50; run++)
        {
            Array.Clear(taken);
            shares.Deal(taken.Length, 4, grain: 3);
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(worker => new Thread(() =>
            {
                while (shares.Take(worker, out int start, out int end))
                {
                    for (int item = start; item < end; item++) Interlocked.Increment(ref taken[item]);
                }
            }))];
            foreach (Thread thread in threads) thread.Start();
            foreach (Thread thread in threads) thread.Join();
            Assert.All(taken, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_share_is_taken_first_and_ends_in_small_handfuls()
    {
        var shares = new Shares(2);
        shares.Deal(40, 2, grain: 8);
        Assert.Equal([(20, 28), (28, 34), (34, 37), (37, 39), (39, 40), (0, 8)], Takes(shares, worker: 1, count: 6));
    }

    [Fact]
    public void A_single_worker_takes_whole_handfuls()
    {
        var shares = new Shares(1);
        shares.Deal(20, 1, grain: 8);
        Assert.Equal([(0, 8), (8, 16), (16, 20)], Takes(shares, worker: 0, count: 3));
        Assert.False(shares.Take(0, out _, out _));
    }

    private static (int Start, int End)[] Takes(Shares shares, int worker, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => shares.Take(worker, out int start, out int end) ? (start, end) : (-1, -1))];
}
