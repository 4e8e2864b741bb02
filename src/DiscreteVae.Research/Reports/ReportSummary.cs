using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reports;

/// <summary>
/// The experiment in sentences made from its numbers. A number that seeds repeat never stands without its interval, and what ended early is
/// told with its reason.
/// </summary>
internal static class ReportSummary
{
    private static readonly string[] Order = ["completed", "running", "pending", "failed", "diverged", "pruned"];

    /// <summary>How many trials came to what, such as "6 trials in 2 settings: 4 completed, 1 failed, 1 pruned."</summary>
    public static string Statuses(ExperimentResults results, IReadOnlyList<SeedGroup> groups)
    {
        string counts = string.Join(", ", Counts(results).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Count} {item.Status}")));
        return $"{Quantity.Count(results.Trials.Count, "trial")} in {Quantity.Count(groups.Count, "setting")}: {counts}.";
    }

    /// <summary>Statuses with how many trials have them.</summary>
    public static IReadOnlyList<(string Status, int Count)> Counts(ExperimentResults results) =>
    [
        .. results.Trials.GroupBy(trial => trial.Status, StringComparer.Ordinal)
            .OrderBy(group => Array.IndexOf(Order, group.Key) is var place && place < 0 ? Order.Length : place)
            .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count())),
    ];

    /// <summary>What came out, in sentences.</summary>
    public static IReadOnlyList<string> Findings(ExperimentResults results, IReadOnlyList<SeedGroup> groups)
    {
        if (MetricName.Primary(results.Trials) is not { } metric) return ["Nothing has been measured yet."];
        SeedGroup[] ranked = [.. groups.Where(group => group.Final(metric).Mean is not null).OrderByDescending(group => group.Final(metric).Mean)];
        string name = MetricName.WithUnit(metric);
        if (ranked.Length == 0) return [$"No trial has completed, so there is no final {MetricName.InWords(metric)}."];
        if (ranked.Length == 1) return [$"Final {name} of {ranked[0].Label}: {Quantity.WithInterval(ranked[0].Final(metric))}."];
        SeedGroup best = ranked[0], next = ranked[1];
        PairedDifference lead = best.Minus(next, metric);
        return
        [
            $"The highest mean final {name} is that of {best.Label}: {Quantity.WithInterval(best.Final(metric))}. "
                + $"The lowest is that of {ranked[^1].Label}: {Quantity.WithInterval(ranked[^1].Final(metric))}.",
            $"Against {next.Label}, the next, {best.Label} is at {Quantity.DifferenceWithInterval(lead.Statistics)}{Verdict(lead)}",
            $"{best.Label} was picked as the best of {Quantity.Count(ranked.Length, "setting")} after the fact, on the images that the number is of, and "
                + "no interval is corrected for so many comparisons: run what you found again with seeds of its own before you build on it.",
        ];
    }

    /// <summary>What the number means and does not mean.</summary>
    public static string Meaning(ExperimentResults results)
    {
        string[] shown = [.. results.Trials.Select(trial => trial.Manifest ?? results.Manifest)
            .Select(manifest => $"{manifest["data"]?["dataset"]} with {manifest["data"]?["binarization"]} binarisation").Distinct()];
        return $"Images: {string.Join("; ", shown)}. ELBOs on other images or under another binarisation cannot be compared with these. "
            + "The test ELBO is a one-sample estimate of a lower bound, not ln p(x).";
    }

    /// <summary>What trials that ended early are left out of; null where none did.</summary>
    public static string? Omission(ExperimentResults results)
    {
        int early = results.Trials.Count(trial => trial.EndedEarly);
        return early == 0 ? null
            : $"{Quantity.Count(early, "trial")} of {results.Trials.Count} ended early and {(early == 1 ? "is" : "are")} in no mean and no interval: "
                + "where a setting lost some, its mean is over those that survived.";
    }

    private static string Verdict(PairedDifference lead) => lead.Statistics switch
    {
        { Low: double low, High: double high } when low > 0 || high < 0 =>
            $", higher in {lead.Positive} of {Quantity.Seeds(lead.Statistics.Count)}: the interval does not hold 0.",
        { Low: not null } => $", higher in {lead.Positive} of {Quantity.Seeds(lead.Statistics.Count)}: the interval holds 0, so these runs do not tell the two apart.",
        { Count: 1 } => ": whether that would repeat, one seed does not tell.",
        _ => ".",
    };
}
