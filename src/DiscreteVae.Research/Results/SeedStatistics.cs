using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace DiscreteVae.Research.Results;

/// <summary>
/// What n seeds say about a metric: x̄, s / √n and Student's 95 % confidence interval x̄ ± t(0.975, n − 1) s / √n.
/// </summary>
/// <param name="Count">n.</param>
/// <param name="Mean">x̄; null where n = 0.</param>
/// <param name="StandardError">s / √n with s² = Σ(x − x̄)² / (n − 1); null where n &lt; 2.</param>
/// <param name="Low">The interval's lower end; null where n &lt; 2.</param>
/// <param name="High">The interval's upper end; null where n &lt; 2.</param>
public sealed record SeedStatistics(int Count, double? Mean, double? StandardError, double? Low, double? High)
{
    // Found by bisection: a report asks for the same few at every epoch.
    private static readonly ConcurrentDictionary<int, double> Quantiles = new();

    /// <summary>The statistics of one metric's values, one a seed.</summary>
    public static SeedStatistics Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return new SeedStatistics(0, null, null, null, null);
        double mean = values.Mean();
        if (values.Count == 1) return new SeedStatistics(1, mean, null, null, null);
        double error = values.StandardDeviation() / Math.Sqrt(values.Count);
        double reach = Quantiles.GetOrAdd(values.Count - 1, Quantile) * error;
        return new SeedStatistics(values.Count, mean, error, mean - reach, mean + reach);
    }

    private static double Quantile(int freedom) => StudentT.InvCDF(location: 0, scale: 1, freedom, p: 0.975);
}
