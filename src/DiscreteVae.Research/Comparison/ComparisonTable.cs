using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Comparison;

/// <summary>
/// A <see cref="PairedComparison"/> as <c>comparison.csv</c> and as lines for a terminal; no mean stands without its interval.
/// </summary>
internal static class ComparisonTable
{
    private static readonly string[] Header =
    [
        "by", "a", "b", "metric", "epoch", "n", "a_mean", "b_mean", "difference", "standard_error", "low", "high", "p", "p_holm",
        "deviation", "resolve", "power", "seeds",
    ];

    /// <summary>One row a pair; <c>epoch</c> is empty for each trial's last, <c>low,high</c> are the 95 % interval of a − b.</summary>
    public static string ToCsv(PairedComparison comparison)
    {
        ComparisonRequest request = comparison.Request;
        return Csv.Format([Header, .. comparison.Pairs.Select(pair => (string[])
        [
            request.By, pair.First, pair.Second, request.Metric, request.Epoch is int epoch ? Csv.Number(epoch) : "",
            Csv.Number(pair.Difference.Count), Csv.Number(pair.FirstMean), Csv.Number(pair.SecondMean),
            Csv.Number(pair.Difference.Mean), Csv.Number(pair.Difference.StandardError),
            Csv.Number(pair.Difference.Low), Csv.Number(pair.Difference.High),
            Csv.Number(pair.Difference.PValue), Csv.Number(pair.HolmPValue), Csv.Number(pair.Difference.Deviation),
            Csv.Number(request.Resolve), Csv.Number(request.Power), pair.Seeds is int seeds ? Csv.Number(seeds) : "",
        ])]);
    }

    /// <summary>The values by themselves, with the intervals of their means.</summary>
    public static IReadOnlyList<string[]> Values(PairedComparison comparison) =>
    [
        [comparison.Request.By, "n", comparison.Request.Metric, "95 % interval"],
        .. comparison.Groups.Select(group => (string[])
        [
            group.Value, Csv.Number(group.Statistics.Count), Signed(group.Statistics.Mean!.Value),
            group.Statistics.Low is double low ? Interval(low, group.Statistics.High!.Value) : "",
        ]),
    ];

    /// <summary>The pairs.</summary>
    public static IReadOnlyList<string[]> Pairs(PairedComparison comparison) =>
    [
        ["a", "b", "n", "a - b", "95 % interval", "p", "p (Holm)", $"seeds for {Csv.Number(comparison.Request.Resolve)}"],
        .. comparison.Pairs.Select(pair => (string[])
        [
            pair.First, pair.Second, Csv.Number(pair.Difference.Count), Signed(pair.Difference.Mean),
            Interval(pair.Difference.Low, pair.Difference.High), Probability(pair.Difference.PValue), Probability(pair.HolmPValue),
            pair.Seeds is int seeds ? Csv.Number(seeds) : "> 1000000",
        ]),
    ];

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string Interval(double low, double high) => $"[{Signed(low)}, {Signed(high)}]";

    private static string Probability(double p) => p < 1e-4
        ? p.ToString("0.0e-0", CultureInfo.InvariantCulture)
        : p.ToString("0.0000", CultureInfo.InvariantCulture);
}
