namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// Mean and variance of each component of a vector over any number of draws, by Welford's update: memory does not grow.
/// </summary>
internal sealed class StreamingMoments(int dimension)
{
    private readonly double[] _mean = new double[dimension];
    private readonly double[] _squares = new double[dimension];

    public int Dimension => dimension;

    public long Count { get; private set; }

    public ReadOnlySpan<double> Mean => _mean;

    public void Add(ReadOnlySpan<double> draw)
    {
        Assert.Equal(dimension, draw.Length);
        Count++;
        for (int i = 0; i < draw.Length; i++)
        {
            double difference = draw[i] - _mean[i];
            _mean[i] += difference / Count;
            _squares[i] += difference * (draw[i] - _mean[i]);
        }
    }

    /// <summary>Of one draw, with n − 1 in the denominator.</summary>
    public double Variance(int component) => _squares[component] / (Count - 1);

    /// <summary>Of the mean.</summary>
    public double StandardError(int component) => Math.Sqrt(Variance(component) / Count);
}
