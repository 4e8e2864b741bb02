using System.Text.RegularExpressions;
using DiscreteVae.Research.Reports;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Reports;

public sealed partial class ReportPageTests
{
    [Fact]
    public async Task What_failed_diverged_and_was_pruned_is_told_with_its_reason()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        string text = Text(await ReportAsync(sweep));
        Assert.Contains("9 trials in 4 settings: 6 completed, 1 failed, 1 diverged, 1 pruned.", text, StringComparison.Ordinal);
        Assert.Contains("3 trials of 9 ended early and are in no mean and no interval", text, StringComparison.Ordinal);
        Assert.Contains("1 trial failed t006 (estimator:name rloo, training:learningRate 0.001), after 2 epochs: out of memory", text, StringComparison.Ordinal);
        Assert.Contains("at Somewhere.Deep()", text, StringComparison.Ordinal);
        Assert.Contains("1 trial diverged t007 (estimator:name rloo, training:learningRate 0.1), after 1 epoch: the loss is NaN at step 7", text, StringComparison.Ordinal);
        Assert.Contains("1 trial pruned t008", text, StringComparison.Ordinal);
        Assert.Contains("rank 4 of 4 after 2 epochs", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_gives_intervals_and_says_what_they_do_not_tell()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        string text = Text(await ReportAsync(sweep));
        Assert.Contains("reinmax, learningRate 0.001: −104.4 (95 % interval −107.1 to −101.7, 3 seeds)", text, StringComparison.Ordinal);
        Assert.Contains("is at +4.60 (95 % interval +4.35 to +4.85, 3 seeds in pairs), higher in 3 of 3 seeds: the interval does not hold 0", text, StringComparison.Ordinal);
        Assert.Contains("no interval is corrected for so many comparisons", text, StringComparison.Ordinal);
        Assert.Contains("mnist with dynamic binarisation", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interval_over_0_is_told_as_no_difference()
    {
        using var sweep = new SyntheticSweep();
        foreach ((long seed, double a, double b) in new[] { (0L, -100.0, -101.0), (1L, -103.0, -100.5) })
        {
            sweep.Add(seed, [("estimator:name", "reinmax")], elbo: a);
            sweep.Add(seed, [("estimator:name", "rloo")], elbo: b);
        }
        Assert.Contains("the interval holds 0, so these runs do not tell the two apart", Text(await ReportAsync(sweep)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_seed_is_never_more_than_one_seed()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, [], elbo: -131.9046);
        string text = Text(await ReportAsync(sweep));
        Assert.Contains("−131.90 (one seed, so no interval)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_trial_warns_of_is_told()
    {
        using var sweep = new SyntheticSweep();
        string id = sweep.Add(0, []);
        File.WriteAllText(Path.Combine(sweep.Path, "trials", id, "state.json"),
            """{ "status": "completed", "epochs": 5, "seconds": 1, "final": {}, "warnings": ["The posterior has collapsed."] }""");
        Assert.Contains("1 trial with a warning t000 (seed 0): The posterior has collapsed.", Text(await ReportAsync(sweep)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_environment_command_and_sources_are_there()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        string text = Text(await ReportAsync(sweep));
        Assert.Contains("git checkout 0123456789abcdef", text, StringComparison.Ordinal);
        Assert.Contains("dvae run 'an experiment.json' training:epochs=5", text, StringComparison.Ordinal);
        Assert.Contains("\"binarization\": \"dynamic\"", text, StringComparison.Ordinal);
        Assert.Contains("Liu, Dong, Liu, Yu and Gao, 2023, arXiv 2304.08612", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1703.07370", text, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_nothing_but_a_plan_gives_a_page()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, [], "pending");
        string text = Text(await ReportAsync(sweep));
        Assert.Contains("1 trial in 1 setting: 1 pending.", text, StringComparison.Ordinal);
        Assert.Contains("Nothing has been measured yet.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_trials_of_many_epochs_stay_below_5_megabytes_and_the_same_folder_gives_the_same_page()
    {
        using var sweep = new SyntheticSweep();
        for (int trial = 0; trial < 100; trial++)
            sweep.Add(trial % 5, SyntheticSweep.Setting("reinmax", $"0.{trial / 5:00}"), elbo: -100 - Math.Sin(trial), epochs: 1000);
        string page = await ReportAsync(sweep);
        Assert.InRange(page.Length, 500_000, 5_000_000);
        Assert.Contains("measurements is drawn", page, StringComparison.Ordinal);
        Assert.Equal(page, await ReportAsync(sweep));
    }

    [Fact]
    public async Task Nothing_in_the_page_points_outside()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        string page = await ReportAsync(sweep);
        Assert.All(Address().Matches(page).Select(match => match.Groups[1].Value), address =>
            Assert.True(address.StartsWith("data:", StringComparison.Ordinal) || address.StartsWith('#'), address));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'; img-src data:; connect-src 'self'", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain-1.0/x:y=z", "plain-1.0/x:y=z")]
    [InlineData("", "''")]
    [InlineData("it's $HOME", "'it'\\''s $HOME'")]
    public void A_command_can_be_pasted_into_a_shell(string argument, string expected) => Assert.Equal(expected, ReportEnvironment.Quote(argument));

    [Fact]
    public void Holes_in_html_are_escaped_and_markup_is_not() =>
        Assert.Equal("<b title=\"&quot;&gt;\">&lt;i&gt;</b><hr>", Html.Of($"<b title=\"{"\">"}\">{"<i>"}</b>{new Html("<hr>")}").Markup);

    private static async Task<string> ReportAsync(SyntheticSweep sweep)
    {
        DvaeCommand command = await DvaeCommand.RunAsync("report", sweep.Path);
        Assert.True(command.ExitCode == 0, command.Error);
        return File.ReadAllText(command.Output.Trim());
    }

    // As a reader sees it: no scripts, no styles, no tags.
    private static string Text(string page) =>
        Blank().Replace(System.Net.WebUtility.HtmlDecode(Tag().Replace(Hidden().Replace(page, " "), " ")), " ");

    [GeneratedRegex("<(script|style|svg)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blank();

    [GeneratedRegex("\\b(?:src|href|action|xlink:href)=\"([^\"]*)\"")]
    private static partial Regex Address();
}
