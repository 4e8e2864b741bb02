using System.Text;
using System.Text.Json;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reports;

/// <summary>
/// The report: one HTML page with everything inside, from a results folder alone. It asks nothing of any network, and its own content
/// security policy forbids it to; no script runs but the two that ship with the program.
/// </summary>
internal static class ReportPage
{
    private const int MostReasons = 20;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The page of an experiment.</summary>
    /// <param name="results">The trials.</param>
    /// <param name="pictures">What to show of them.</param>
    /// <param name="live">Whether the page is served while the sweep runs and asks its server for news.</param>
    public static string Create(ExperimentResults results, IReadOnlyList<ReportPicture> pictures, bool live)
    {
        IReadOnlyList<SeedGroup> groups = SeedGroup.Of(results);
        ReportData data = ReportData.Of(results, groups);
        string scripts = string.Join(' ', ReportAssets.Scripts.Select(ReportAssets.HashOf));
        string policy = $"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; connect-src {(live ? "'self'" : "'none'")}; "
            + "base-uri 'none'; form-action 'none'";
        Html body = Html.Join(
        [
            Header(results, groups), Summary(results, groups), Settings(results, groups), Chart(data), Trials(results), Pictures(pictures),
            Manifest(results), Environment(results), Reproduce(results), Sources(results), Footer(),
        ]);
        return Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{new Html(policy)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{results.Name}</title>
            <link rel="icon" href="data:,">
            <style>{new Html(ReportAssets.Style + PlotPicture.DarkStyle("figure svg "))}</style>
            </head>
            <body{new Html(live ? " data-live" : "")}>
            <a class="skip" href="#summary">To the summary</a>
            <main>
            {body}<script type="application/json" id="data">{new Html(data.Json)}</script>
            </main>
            {ReportAssets.Scripts.Select(script => new Html($"<script>{script}</script>\n"))}</body>
            </html>

            """).Markup;
    }

    private static Html Header(ExperimentResults results, IReadOnlyList<SeedGroup> groups) => Html.Of($"""
        <header>
        <h1>{results.Name}</h1>
        {(results.Description is { } description ? Html.Of($"<p class=\"lead\">{description}</p>") : Html.Empty)}
        <p>{ReportSummary.Counts(results).Select(item => Html.Of($"{ReportTables.Badge(item.Status)} {item.Count} "))}</p>
        <p id="live" role="status"></p>
        </header>

        """);

    private static Html Summary(ExperimentResults results, IReadOnlyList<SeedGroup> groups) => Section("summary", "Summary", Html.Of($"""
        <p>{ReportSummary.Statuses(results, groups)}</p>
        {ReportSummary.Findings(results, groups).Select(sentence => Html.Of($"<p>{sentence}</p>\n"))}<p>{ReportSummary.Meaning(results)}</p>
        {EndedEarly(results)}{Warnings(results)}
        """));

    private static Html EndedEarly(ExperimentResults results)
    {
        if (ReportSummary.Omission(results) is not { } omission) return Html.Empty;
        IEnumerable<Html> statuses = results.Trials.Where(trial => trial.EndedEarly).GroupBy(trial => trial.Status).Select(group => Html.Of($"""
            <h3>{Quantity.Count(group.Count(), "trial")} {group.Key}</h3>
            <ul>
            {group.Take(MostReasons).Select(Reason)}{(
                group.Count() > MostReasons ? Html.Of($"<li>and {group.Count() - MostReasons} more: see the table of trials</li>") : Html.Empty)}</ul>

            """));
        return Html.Of($"<p>{omission}</p>\n{statuses}");
    }

    private static Html Warnings(ExperimentResults results)
    {
        TrialResults[] warned = [.. results.Trials.Where(trial => trial.Warnings.Count > 0)];
        return warned.Length == 0 ? Html.Empty : Html.Of($"""
            <h3>{Quantity.Count(warned.Length, "trial")} with a warning</h3>
            <ul>
            {warned.Take(MostReasons).Select(trial => Html.Of($"<li><code>{trial.Record.Id}</code> ({Setting(trial)}): {string.Join(' ', trial.Warnings)}</li>\n"))}{(
                warned.Length > MostReasons ? Html.Of($"<li>and {warned.Length - MostReasons} more</li>") : Html.Empty)}</ul>

            """);
    }

    private static string Setting(TrialResults trial) =>
        string.Join(", ", trial.Record.Swept.Select(pair => $"{pair.Key} {pair.Value}").DefaultIfEmpty($"seed {trial.Record.Seed}"));

    private static Html Reason(TrialResults trial)
    {
        string reason = trial.Reason ?? "no reason recorded", first = ReportTables.FirstLine(reason);
        Html whole = reason.Trim().Length > first.Length
            ? Html.Of($"<details><summary>All of it</summary><pre>{reason}</pre></details>") : Html.Empty;
        return Html.Of($"<li><code>{trial.Record.Id}</code> ({Setting(trial)}), after {Quantity.Count(trial.Epochs, "epoch")}: {first}{whole}</li>\n");
    }

    private static Html Settings(ExperimentResults results, IReadOnlyList<SeedGroup> groups) =>
        groups.Count < 2 || MetricName.Primary(results.Trials) is not { } metric
            ? Html.Empty : Section("settings-section", "Settings", ReportTables.Settings(results, groups, metric));

    private static Html Chart(ReportData data) => Section("curves", "Curves", Html.Of($"""
        <form class="filters" aria-label="What the chart shows">
        <label>Metric <select id="chart-metric"></select></label>
        <label>From epoch <input type="number" id="chart-from" min="0" value="1"></label>
        <label><input type="checkbox" id="chart-each"> every trial that the table of trials shows</label>
        </form>
        <div id="chart" tabindex="0" role="img" aria-label="Curves over the epochs; left and right arrow keys read them epoch by epoch"></div>
        <output id="reading" aria-live="polite"></output>
        <fieldset id="legend"><legend>Shown</legend></fieldset>
        <p class="note">Means over the seeds of a setting with Student's 95 % intervals as bands; trials that ended early are in no mean. Drag to zoom, double click
        to see all.{(data.Stride > 1 ? $" One of {data.Stride} measurements is drawn." : "")}</p>
        <noscript><p>The curves need JavaScript; the pictures below do not.</p></noscript>
        """));

    private static Html Trials(ExperimentResults results) => Section("trials-section", "Trials", ReportTables.Trials(results));

    private static Html Pictures(IReadOnlyList<ReportPicture> pictures) => pictures.Count == 0 ? Html.Empty
        : Section("pictures", "Pictures", Html.Join(pictures.Select(Picture)));

    private static Html Picture(ReportPicture picture)
    {
        if (picture.Plot is not null)
        {
            string svg = picture.Plot.ToInlineSvg();
            // Read as one picture by its name: the text inside is labels without their places.
            int root = svg.IndexOf("<svg", StringComparison.Ordinal) + "<svg".Length;
            Html image = Html.Of($" role=\"img\" aria-label=\"{$"{picture.Heading}. {picture.Plot.Title}"}\"");
            return Figure(picture, new Html($"<svg{image}{svg[root..]}"));
        }
        using var png = new MemoryStream();
        picture.Grid!.WritePng(png);
        return Figure(picture, Html.Of(
            $"<img alt=\"{$"{picture.Heading}: a grid of images. {picture.Caption}"}\" src=\"data:image/png;base64,{new Html(Convert.ToBase64String(png.ToArray()))}\">"));
    }

    private static Html Figure(ReportPicture picture, Html image) => Html.Of($"""
        <figure id="picture-{picture.Name}">
        <h3>{picture.Heading}</h3>
        <div class="scroll" role="group" aria-label="{picture.Heading}" tabindex="0">{image}</div>
        <figcaption>{picture.Caption}</figcaption>
        </figure>

        """);

    private static Html Manifest(ExperimentResults results)
    {
        string json = results.Manifest.ToJsonString(Indented);
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(json + "\n"));
        return Section("manifest", "Manifest", Html.Of($"""
            <p>With every default written out. <a download="{results.Name}.json" href="data:application/json;base64,{new Html(encoded)}">Save it</a> to run it again.</p>
            <details><summary>Show the manifest</summary><pre>{json}</pre></details>
            """));
    }

    private static Html Environment(ExperimentResults results) => Section("environment", "Environment", ReportEnvironment.Table(results));

    private static Html Reproduce(ExperimentResults results)
    {
        IReadOnlyList<string> commands = ReportEnvironment.Commands(results), commits = ReportEnvironment.Commits(results);
        string checkout = commits.Count == 1 ? $"git checkout {commits[0]}\n" : "";
        string recorded = commands.Count == 0 ? "" : $"{checkout}{string.Join('\n', commands)}";
        return Section("reproduce", "Reproduce", Html.Of($"""
            {(recorded.Length > 0 ? Html.Of($"<p>As it was run{(commits.Count > 1 ? $", at {commits.Count} commits (see Environment)" : "")}:</p><pre>{recorded}</pre>") : Html.Empty)}
            <p>Or, with the manifest saved from this page:</p><pre>{checkout}dvae run {ReportEnvironment.Quote(results.Name + ".json")}</pre>
            """));
    }

    private static Html Sources(ExperimentResults results)
    {
        IReadOnlyList<Citation> citations = Bibliography.Of(results);
        return Section("sources", "Sources", Html.Of($"""
            <p>Of exactly the gradient estimators and schedules that these trials use.</p>
            <dl>{citations.Select(citation => Html.Of($"<dt>{citation.Use}</dt><dd>{citation.Source ?? "no paper"}</dd>\n"))}</dl>
            """));
    }

    private static Html Footer() => Html.Of($"""
        <footer><details><summary>The charts are drawn by uPlot, under the MIT licence</summary><pre>{ReportAssets.UPlotLicence}</pre></details></footer>

        """);

    private static Html Section(string id, string heading, Html content) => Html.Of($"""
        <section id="{id}" aria-labelledby="{id}-heading">
        <h2 id="{id}-heading">{heading}</h2>
        {content}
        </section>

        """);
}
