namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// A figure measured several times. The median, since a shared machine disturbs some of the measurements and never makes one
/// faster; the extremes, so that a reader sees how much it was disturbed.
/// </summary>
/// <param name="Values">In the order measured; at least one.</param>
public sealed record Spread(IReadOnlyList<double> Values)
{
    /// <summary>The middle value; the mean of the two in the middle where there is an even number.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>The least value.</summary>
    public double Minimum => Values.Min();

    /// <summary>The greatest value.</summary>
    public double Maximum => Values.Max();
}
