namespace DiscreteVae.Research.Interchange;

/// <summary>A histogram as TensorBoard's <c>HistogramProto</c> has it: moments, and counts up to each limit.</summary>
internal sealed record EventHistogram
{
    private EventHistogram(IReadOnlyList<double> limits, IReadOnlyList<double> counts, ReadOnlySpan<float> values)
    {
        (Limits, Counts, Count, Minimum, Maximum) = (limits, counts, values.Length, values[0], values[0]);
        foreach (float value in values)
        {
            Minimum = Math.Min(Minimum, value);
            Maximum = Math.Max(Maximum, value);
            Sum += value;
            SumOfSquares += (double)value * value;
        }
    }

    /// <summary>The upper limits of the buckets, rising; a bucket begins at the limit before.</summary>
    public IReadOnlyList<double> Limits { get; }

    /// <summary>Values in each bucket.</summary>
    public IReadOnlyList<double> Counts { get; }

    /// <summary>Values in all.</summary>
    public int Count { get; }

    /// <summary>The least value.</summary>
    public double Minimum { get; }

    /// <summary>The greatest value.</summary>
    public double Maximum { get; }

    /// <summary>Σ v.</summary>
    public double Sum { get; }

    /// <summary>Σ v².</summary>
    public double SumOfSquares { get; }

    /// <summary>Finite values over equal buckets from the least to the greatest.</summary>
    public static EventHistogram Of(ReadOnlySpan<float> values, int buckets = 30)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (float value in values) (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        // Equal values get one bucket around them.
        double width = greatest > least ? (greatest - least) / buckets : 1;
        var counts = new double[buckets];
        foreach (float value in values) counts[Math.Min(buckets - 1, (int)((value - least) / width))]++;
        // The last limit is above the greatest value, not at a rounding of it.
        double[] limits = [.. Enumerable.Range(1, buckets).Select(i => i == buckets ? Math.BitIncrement(Math.Max(greatest, least + i * width)) : least + i * width)];
        return new EventHistogram(limits, counts, values);
    }

    /// <summary>Categories 0 to K − 1, a bucket each.</summary>
    public static EventHistogram OfCategories(ReadOnlySpan<float> values, int categories)
    {
        var counts = new double[categories];
        foreach (float value in values) counts[(int)value]++;
        return new EventHistogram([.. Enumerable.Range(0, categories).Select(k => k + 0.5)], counts, values);
    }
}
