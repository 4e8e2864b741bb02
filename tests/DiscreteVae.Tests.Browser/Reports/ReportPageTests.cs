using Deque.AxeCore.Playwright;
using DiscreteVae.Tests.Browser.Support;
using DiscreteVae.Tests.Support;
using Microsoft.Playwright;

namespace DiscreteVae.Tests.Browser.Reports;

/// <summary>The report in a real browser: what a reader sees, does and hears.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class ReportPageTests(Chromium chromium)
{
    private const int TrialColumn = 0;
    private const int StatusColumn = 1;
    private const int ElboColumn = 6;

    [SkippableFact]
    public async Task It_renders_without_complaints_and_asks_nothing_of_any_network()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        await using WatchedPage report = await OpenAsync(sweep);

        Assert.Equal("synthetic", await report.Page.InnerTextAsync("h1"));
        Assert.Equal(9, (await report.ColumnAsync("trials", TrialColumn)).Length);
        await Assertions.Expect(report.Page.Locator("#chart canvas")).ToHaveCountAsync(1);
        Assert.True(await report.Page.Locator("figure svg").CountAsync() >= 3);
        // Zooming, choosing and resizing draw anew.
        await report.Page.SetViewportSizeAsync(700, 800);
        Assert.Empty(report.Complaints);
        Assert.All(report.Requests, url => Assert.True(url.StartsWith("file://", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
        Assert.Single(report.Requests, url => url.StartsWith("file://", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Text_from_the_results_never_becomes_markup_or_script()
    {
        const string Hostile = "</script><script>window.ran = 1</script><img src=x onerror=\"window.ran = 2\">";
        using var sweep = new SyntheticSweep();
        sweep.Add(0, [("model:activation", Hostile)]);
        sweep.Add(1, [("model:activation", "relu\" onmouseover=\"window.ran = 3")], "failed", reason: Hostile);
        await using WatchedPage report = await OpenAsync(sweep);

        Assert.True(await report.Page.EvaluateAsync<bool>("window.ran === undefined"));
        // Not even an attempt that the content security policy had to stop.
        Assert.Empty(report.Complaints);
        Assert.Contains(Hostile, await report.ColumnAsync("trials", 2));
        Assert.Equal(0, await report.Page.Locator("img[src=x], [onmouseover]").CountAsync());
        await report.Page.GetByLabel("every trial").CheckAsync();
        Assert.Contains(Hostile, await report.Page.InnerTextAsync("#legend"), StringComparison.Ordinal);
        Assert.Empty(report.Complaints);
    }

    [SkippableFact]
    public async Task A_heading_sorts_by_keyboard_and_says_so()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        sweep.Add(5, SyntheticSweep.Setting("reinmax", "0.001"), "pending");
        await using WatchedPage report = await OpenAsync(sweep);
        ILocator heading = report.Page.Locator("#trials thead th").Nth(ElboColumn);
        Assert.Equal("none", await heading.GetAttributeAsync("aria-sort"));

        await heading.GetByRole(AriaRole.Button).FocusAsync();
        await report.Page.Keyboard.PressAsync("Enter");
        double[] rising = Numbers(await report.ColumnAsync("trials", ElboColumn));
        Assert.Equal("ascending", await heading.GetAttributeAsync("aria-sort"));
        await report.Page.Keyboard.PressAsync("Space");
        string[] falling = await report.ColumnAsync("trials", ElboColumn);

        Assert.Equal("descending", await heading.GetAttributeAsync("aria-sort"));
        Assert.Equal(9, rising.Length);
        Assert.Equal(rising.Order(), rising);
        Assert.Equal(rising.OrderDescending(), Numbers(falling));
        // A trial without a value is last either way.
        Assert.Equal("", falling[^1]);
        await report.Page.Locator("#trials thead th").Nth(TrialColumn).GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("none", await heading.GetAttributeAsync("aria-sort"));
        Assert.Equal("t000", (await report.ColumnAsync("trials", TrialColumn))[0]);
    }

    [SkippableFact]
    public async Task Trials_are_filtered_by_words_and_choices_and_counted()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        await using WatchedPage report = await OpenAsync(sweep);
        ILocator shown = report.Page.Locator("#shown");
        await Assertions.Expect(shown).ToHaveTextAsync("9 trials");

        await report.Page.GetByLabel("Search").FillAsync("rloo 0.1");
        await Assertions.Expect(shown).ToHaveTextAsync("2 of 9 trials");
        await report.Page.GetByLabel("status").SelectOptionAsync(new SelectOptionValue { Label = "pruned" });
        await Assertions.Expect(shown).ToHaveTextAsync("1 of 9 trials");
        Assert.Equal(["pruned"], await report.ColumnAsync("trials", StatusColumn));
        await report.Page.GetByText("Show all").ClickAsync();
        await Assertions.Expect(shown).ToHaveTextAsync("9 trials");
        await report.Page.GetByLabel("training:learningRate").SelectOptionAsync(new SelectOptionValue { Label = "0.1" });
        await Assertions.Expect(shown).ToHaveTextAsync("2 of 9 trials");
        Assert.Equal("polite", await shown.GetAttributeAsync("aria-live"));
    }

    [SkippableFact]
    public async Task The_chart_is_read_by_keyboard_hides_lines_and_follows_the_filter()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        await using WatchedPage report = await OpenAsync(sweep);
        ILocator reading = report.Page.Locator("#reading"), lines = report.Page.Locator("#legend label");

        await report.Page.Locator("#chart").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        // Setting, mean and interval of the first epoch, from -118, -117 and -116.
        await Assertions.Expect(reading).ToContainTextAsync("Epoch 1. straight-through, learningRate 0.001, 3 seeds: −117 (−119.484 to −114.516)");
        await report.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(reading).ToContainTextAsync("Epoch 1.");
        // Settings whose trials all ended early have no mean.
        await Assertions.Expect(lines).ToHaveCountAsync(2);
        await lines.First.GetByRole(AriaRole.Checkbox).UncheckAsync();
        await report.Page.Locator("#chart").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(reading).Not.ToContainTextAsync("straight-through");
        await Assertions.Expect(reading).ToContainTextAsync("reinmax");

        await report.Page.GetByLabel("every trial").CheckAsync();
        await Assertions.Expect(lines).ToHaveCountAsync(9);
        await report.Page.GetByLabel("status").SelectOptionAsync(new SelectOptionValue { Label = "diverged" });
        await Assertions.Expect(lines).ToHaveCountAsync(1);
        await report.Page.GetByLabel("Metric").SelectOptionAsync("train_temperature");
        Assert.Empty(report.Complaints);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_meets_the_accessibility_rules(bool dark)
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        await using WatchedPage report = await OpenAsync(sweep, dark: dark);
        var result = await report.Page.RunAxe();
        Assert.NotEmpty(result.Passes);
        // Contrast (AA), names of controls, headings, landmarks, scrolling by keyboard.
        Assert.Contains(result.Passes, rule => rule.Id == "color-contrast");
        Assert.Empty(result.Violations.Select(rule => $"{rule.Id}: {rule.Help}: {string.Join(" | ", rule.Nodes.Take(3).Select(node => node.Html))}"));
    }

    [SkippableFact]
    public async Task A_dark_screen_gets_dark_paper_and_light_ink_in_plots_too_and_print_does_not()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        await using WatchedPage light = await OpenAsync(sweep), dark = await OpenAsync(sweep, dark: true);
        const string Colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('figure svg text')).fill]";
        string[] inLight = await light.Page.EvaluateAsync<string[]>(Colours), inDark = await dark.Page.EvaluateAsync<string[]>(Colours);
        await dark.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.Equal(["rgb(255, 255, 255)", "rgb(27, 31, 36)"], inLight);
        Assert.Equal(["rgb(21, 24, 29)", "rgb(230, 234, 240)"], inDark);
        Assert.Equal(inLight, await dark.Page.EvaluateAsync<string[]>(Colours));
        await Assertions.Expect(dark.Page.Locator(".filters").First).ToBeHiddenAsync();
        await Assertions.Expect(dark.Page.Locator("#trials tbody tr").Last).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_narrow_screen_scrolls_tables_not_the_page()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        await using WatchedPage report = await OpenAsync(sweep, width: 360);
        Assert.True(await report.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [SkippableFact]
    public async Task The_manifest_is_saved_as_it_ran()
    {
        using var sweep = SyntheticSweep.WithEveryEnding();
        await using WatchedPage report = await OpenAsync(sweep);
        IDownload download = await report.Page.RunAndWaitForDownloadAsync(() => report.Page.GetByText("Save it").ClickAsync());
        Assert.Equal("synthetic.json", download.SuggestedFilename);
        Assert.Contains("\"reinmax\"", await File.ReadAllTextAsync((await download.PathAsync())!), StringComparison.Ordinal);
    }

    private async Task<WatchedPage> OpenAsync(SyntheticSweep sweep, int width = 1200, bool dark = false)
    {
        WatchedPage page = await chromium.OpenAsync(width, dark);
        DvaeCommand command = await DvaeCommand.RunAsync("report", sweep.Path);
        Assert.True(command.ExitCode == 0, command.Error);
        await page.OpenAsync(Path.Combine(sweep.Path, "report.html"));
        return page;
    }

    private static double[] Numbers(string[] cells) => [.. cells.Where(cell => cell.Length > 0)
        .Select(cell => double.Parse(cell.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture))];
}
