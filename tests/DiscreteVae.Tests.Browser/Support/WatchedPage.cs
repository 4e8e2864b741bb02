using Microsoft.Playwright;

namespace DiscreteVae.Tests.Browser.Support;

/// <summary>A page with what it complained of and asked for.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    public WatchedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings (refusals of the content security policy are among them), and exceptions.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Every address asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Opens a file.</summary>
    public Task OpenAsync(string path) => Page.GotoAsync(new Uri(path).AbsoluteUri);

    /// <summary>The texts of a column of a table, hidden rows left out.</summary>
    public async Task<string[]> ColumnAsync(string table, int column) => await Page.EvaluateAsync<string[]>(
        "([table, column]) => Array.from(document.getElementById(table).tBodies[0].rows).filter(row => !row.hidden).map(row => row.cells[column].textContent)",
        new object[] { table, column });

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
