using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Datasets;

/// <summary>Uniform random orders.</summary>
internal static class Permutation
{
    /// <summary>
    /// Shuffles in place (Fisher and Yates, in Durstenfeld's form); the order is a function of the stream and the length.
    /// </summary>
    public static void Shuffle(Span<int> items, RandomStream random)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = random.Integer(last + 1, last);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
