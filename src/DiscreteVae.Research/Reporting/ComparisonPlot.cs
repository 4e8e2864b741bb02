using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// A final metric of every setting with its 95 % interval over the seeds, and beside it the difference to the first setting, in pairs of
/// equal seeds: what a seed does to both cancels.
/// </summary>
internal static class ComparisonPlot
{
    private const int MostRows = 40;

    /// <summary>Draws an experiment; null where there are no two settings with a completed trial.</summary>
    /// <param name="results">The trials.</param>
    /// <param name="column">A final metric, such as <c>test_elbo</c>.</param>
    public static IntervalPlot? Draw(ExperimentResults results, string column)
    {
        SeedGroup[] all = [.. SeedGroup.Of(results).Where(group => group.Final(column).Mean is not null)];
        if (all.Length < 2) return null;
        SeedGroup[] drawn = [.. all.Take(1), .. all.Skip(1).OrderByDescending(group => group.Final(column).Mean).Take(MostRows - 1)];
        string which = drawn.Length < all.Length ? string.Create(CultureInfo.InvariantCulture, $" (the first and the best {drawn.Length - 1} of {all.Length})") : "";
        return new IntervalPlot
        {
            Title = $"{results.Name}: settings compared{which}",
            Width = 1100,
            Rows = [.. drawn.Select(group => group.Label)],
            Panels =
            [
                new IntervalPanel($"final {MetricName.WithUnit(column)}", [.. drawn.Select(group => group.Final(column))], Zero: false),
                new IntervalPanel("difference to the first, in pairs of seeds", [.. drawn.Select((group, i) => i == 0
                    ? new SeedStatistics(0, null, null, null, null) : group.Minus(drawn[0], column).Statistics)], Zero: true),
            ],
        }.Fitted();
    }
}
