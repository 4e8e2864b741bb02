using DiscreteVae.Research.Reports;
using DiscreteVae.Research.Watching;
using DiscreteVae.Tests.Browser.Support;
using DiscreteVae.Tests.Support;
using Microsoft.Playwright;

namespace DiscreteVae.Tests.Browser.Watching;

/// <summary>The served page while results arrive.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class WatchTests(Chromium chromium)
{
    [SkippableFact]
    public async Task The_page_follows_the_sweep_and_keeps_what_the_reader_chose()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, SyntheticSweep.Setting("reinmax", "0.001"), elbo: -101.5);
        string id = sweep.Add(1, SyntheticSweep.Setting("reinmax", "0.001"), "running", epochs: 2);
        var feed = new ReportFeed(sweep.Path, () => ExperimentReport.Read(sweep.Path, null, new Progress<string>()), TimeProvider.System);
        await using WatchedPage watched = await chromium.OpenAsync();
        await using WatchServer server = await WatchServer.StartAsync(feed, 0, TimeProvider.System);
        await watched.Page.GotoAsync(server.Address.AbsoluteUri);
        await Assertions.Expect(watched.Page.Locator("#live")).ToHaveTextAsync("Following the sweep as it runs.");
        await watched.Page.GetByLabel("Search").FillAsync(id);
        await Assertions.Expect(watched.Page.Locator("#shown")).ToHaveTextAsync("1 of 2 trials");

        sweep.Write(id, 1, SyntheticSweep.Setting("reinmax", "0.001"), "diverged", -300, "the loss is NaN", epochs: 3);
        feed.Look();

        await Assertions.Expect(watched.Page.Locator("#live")).ToHaveTextAsync("Every trial has ended.");
        await Assertions.Expect(watched.Page.Locator("#summary")).ToContainTextAsync("1 completed, 1 diverged");
        await Assertions.Expect(watched.Page.GetByLabel("Search")).ToHaveValueAsync(id);
        await Assertions.Expect(watched.Page.Locator("#shown")).ToHaveTextAsync("1 of 2 trials");
        Assert.Empty(watched.Complaints);
        Assert.All(watched.Requests, url => Assert.True(url.StartsWith("data:", StringComparison.Ordinal)
            || url.StartsWith(server.Address.AbsoluteUri, StringComparison.Ordinal), url));
    }

    [SkippableFact]
    public async Task Another_site_cannot_read_it()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, []);
        var feed = new ReportFeed(sweep.Path, () => ExperimentReport.Read(sweep.Path, null, new Progress<string>()), TimeProvider.System);
        await using WatchServer server = await WatchServer.StartAsync(feed, 0, TimeProvider.System);
        await using WatchedPage other = await chromium.OpenAsync();
        await other.Page.GotoAsync("data:text/html,<title>elsewhere</title>");
        string outcome = await other.Page.EvaluateAsync<string>(
            "address => fetch(address).then(answer => 'read ' + answer.status, () => 'refused')", server.Address.AbsoluteUri);
        Assert.Equal("refused", outcome);
    }
}
