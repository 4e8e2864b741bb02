using System.Collections.Concurrent;
using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class LatentPiecesTests
{
    [Fact]
    public void Every_number_is_in_one_piece_of_whole_latents_that_begins_with_a_block_of_noise() => LatentCases.Any.Sample((rows, shape, _) =>
    {
        var pieces = new LatentPieces(shape.Categories);
        var seen = new ConcurrentQueue<(int Start, int End)>();
        pieces.Share(null, rows * shape.Width, seen, static (queue, start, end) => queue.Enqueue((start, end)));
        int next = 0;
        foreach ((int start, int end) in seen.Order())
        {
            Assert.Equal(next, start);
            Assert.Equal(0, end % shape.Categories);
            // Of numbers, and of latents.
            Assert.Equal(0, start % RandomStream.BlockWords);
            Assert.Equal(0, start / shape.Categories % RandomStream.BlockWords);
            next = end;
        }
        Assert.Equal(rows * shape.Width, next);
    }, iter: 100);

    [Fact]
    public void Arguments_of_the_same_type_may_belong_to_different_work()
    {
        var pieces = new LatentPieces(3);
        int[] counts = new int[2];
        pieces.Share(null, 30, counts, static (array, _, _) => array[0]++);
        pieces.Share(null, 30, counts, static (array, _, _) => array[1]++);
        Assert.Equal([1, 1], counts);
        pieces.Share(null, 0, counts, static (array, _, _) => array[0]++);
        Assert.Equal([1, 1], counts);
    }
}
