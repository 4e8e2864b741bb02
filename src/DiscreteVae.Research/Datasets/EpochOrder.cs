using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// The order in which an epoch sees the training images: a uniform shuffle that is a function of the seed and the epoch.
/// </summary>
public static class EpochOrder
{
    /// <summary>Writes the shuffled <paramref name="examples"/>; which order an earlier epoch had does not matter.</summary>
    /// <param name="examples">Indices of training images, as <see cref="TrainingSplit.Train"/> has them.</param>
    /// <param name="seed">The trial's.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="order">Overwritten; as long as <paramref name="examples"/>.</param>
    public static void Write(ReadOnlySpan<int> examples, ulong seed, int epoch, Span<int> order)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(order.Length, examples.Length);
        examples.CopyTo(order);
        Permutation.Shuffle(order, RandomStream.Create(seed, Purpose.Shuffle, (ulong)epoch));
    }

    /// <summary>The same into a new array.</summary>
    public static int[] Of(ReadOnlySpan<int> examples, ulong seed, int epoch)
    {
        int[] order = new int[examples.Length];
        Write(examples, seed, epoch, order);
        return order;
    }
}
