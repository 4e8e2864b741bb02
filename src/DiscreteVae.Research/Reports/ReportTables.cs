using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reports;

/// <summary>
/// The page's two sortable tables. A heading holds a button that sorts by its column; a cell's <c>data-value</c> is what it is sorted by.
/// </summary>
internal static class ReportTables
{
    private const int MostChoices = 12;

    /// <summary>A row a setting: means with intervals, and the difference to the first setting.</summary>
    public static Html Settings(ExperimentResults results, IReadOnlyList<SeedGroup> groups, string metric)
    {
        SeedGroup? first = groups.FirstOrDefault(group => group.Final(metric).Mean is not null);
        string name = MetricName.WithUnit(metric);
        IEnumerable<Html> rows = groups.Select(group =>
        {
            SeedStatistics statistics = group.Final(metric), difference = first is null || group == first
                ? new SeedStatistics(0, null, null, null, null) : group.Minus(first, metric).Statistics;
            return Html.Of($"""
                <tr><th scope="row">{group.Label}</th>{Cell(group.Completed.Count, $"{group.Completed.Count} of {group.Trials.Count}")}{Interval(statistics)}{(
                    group == first ? Html.Of($"<td data-value=\"0\">compared with</td>") : Difference(difference))}</tr>

                """);
        });
        return Html.Of($"""
            <div class="scroll" role="region" aria-label="Table of settings" tabindex="0"><table class="sortable" id="settings">
            <caption>Every setting: mean over its completed trials ± half of Student's 95 % interval.</caption>
            <thead><tr>{Heading("setting")}{Heading("completed")}{Heading("final " + name)}{Heading("difference to the first, in pairs of seeds")}</tr></thead>
            <tbody>
            {rows}</tbody></table></div>

            """);
    }

    /// <summary>A row a trial, with what to filter by.</summary>
    public static Html Trials(ExperimentResults results)
    {
        string[] keys = [.. results.SweptKeys.Where(key => key != TrialRecord.SeedKey)], metrics = Metrics(results.Trials);
        IEnumerable<Html> headings = ((string[])["trial", "status", .. keys, "seed", "epochs", .. metrics.Select(MetricName.InWords), "seconds", "reason"])
            .Select(Heading);
        IEnumerable<Html> rows = results.Trials.Select((trial, i) => Html.Of($"""
            <tr data-trial="{i}" data-status="{trial.Status}"><th scope="row"><code>{trial.Record.Id}</code></th><td>{Badge(trial.Status)}</td>{keys.Select(key => Text(trial.Swept(key)))}{Cell(trial.Record.Seed, Csv.Number(trial.Record.Seed))}{Cell(trial.Epochs, Csv.Number(trial.Epochs))}{metrics.Select(metric => MetricName.IsSetting(metric) ? Text(Csv.Number(trial.FinalOf(metric))) : Number(trial.FinalOf(metric)))}{Number(trial.Seconds)}{Text(FirstLine(trial.Reason))}</tr>

            """));
        return Html.Of($"""
            <form class="filters" role="search" aria-label="Filter the trials">
            <label>Search <input type="search" id="filter-text" autocomplete="off"></label>
            {Choice("status", "filter-status", 1, results.Trials.Select(trial => trial.Status))}
            {keys.Select((key, i) => Choice(key, $"filter-{i}", i + 2, results.Trials.Select(trial => trial.Swept(key))))}
            <button type="reset">Show all</button>
            <output id="shown" aria-live="polite">{Quantity.Count(results.Trials.Count, "trial")}</output>
            </form>
            <div class="scroll" role="region" aria-label="Table of trials" tabindex="0"><table class="sortable" id="trials">
            <caption>Every trial. Metrics are of its last evaluated epoch; likelihoods and divergences are nats per datum.</caption>
            <thead><tr>{headings}</tr></thead>
            <tbody>
            {rows}</tbody></table></div>

            """);
    }

    /// <summary>A status as a mark of its own colour, told by its word too.</summary>
    public static Html Badge(string status) => Html.Of($"<span class=\"status\" data-status=\"{status}\">{status}</span>");

    /// <summary>The first line of a reason; a stack trace is for its own place.</summary>
    public static string FirstLine(string? reason) => reason?.Split('\n')[0].Trim() ?? "";

    private static string[] Metrics(IReadOnlyList<TrialResults> trials) =>
    [
        .. trials.SelectMany(trial => trial.Final.Keys).Distinct(StringComparer.Ordinal)
            .Where(metric => !MetricName.IsSetting(metric) || trials.Select(trial => trial.FinalOf(metric)).OfType<double>().Distinct().Skip(1).Any())
            .OrderBy(metric => metric == MetricName.Primary(trials) ? 0 : 1).ThenBy(metric => metric, StringComparer.Ordinal),
    ];

    private static Html Heading(string text) =>
        Html.Of($"<th scope=\"col\" aria-sort=\"none\"><button type=\"button\" class=\"sort\">{text}</button></th>");

    private static Html Choice(string label, string id, int column, IEnumerable<string> values)
    {
        string[] choices = [.. values.Distinct(StringComparer.Ordinal)];
        return choices.Length is < 2 or > MostChoices ? Html.Empty : Html.Of($"""
            <label>{label} <select id="{id}" data-column="{column}"><option value="">all</option>{choices.Select(choice => Html.Of($"<option value=\"={choice}\">{(choice.Length > 0 ? choice : "(none)")}</option>"))}</select></label>

            """);
    }

    private static Html Interval(SeedStatistics statistics) => Cell(statistics.Mean,
        statistics.Mean is null ? "none" : statistics.Low is null ? Quantity.PlusMinus(statistics) + " (one seed)" : Quantity.PlusMinus(statistics));

    private static Html Difference(SeedStatistics statistics) => Cell(statistics.Mean,
        statistics.Mean is null ? "no pair" : Quantity.SignedPlusMinus(statistics) + (statistics.Low is null ? " (one pair)" : $" ({statistics.Count} pairs)"));

    private static Html Number(double? value) =>
        value is double number ? Cell(double.IsFinite(number) ? number : null, Quantity.Number(number)) : Html.Of($"<td class=\"number\"></td>");

    private static Html Cell(double? value, string text) => Html.Of($"<td class=\"number\" data-value=\"{Csv.Number(value)}\">{text}</td>");

    private static Html Text(string text) => Csv.TryNumber(text, out double number) && double.IsFinite(number)
        ? Html.Of($"<td class=\"number\" data-value=\"{Csv.Number(number)}\">{text}</td>") : Html.Of($"<td>{text}</td>");
}
