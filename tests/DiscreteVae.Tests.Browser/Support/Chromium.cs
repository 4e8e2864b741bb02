using System.Reflection;
using Microsoft.Playwright;

namespace DiscreteVae.Tests.Browser.Support;

/// <summary>
/// The system's Chromium, headless, started once for all tests; without one they are skipped aloud. <c>DVAE_CHROMIUM</c> names another than
/// the usual places have.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string?[] Places =
    [
        Environment.GetEnvironmentVariable("DVAE_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private static readonly string? Executable = Array.Find(Places, File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Executable is null) return;
        // The driver runs from its NuGet package.
        string package = typeof(Chromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "PlaywrightPackage").Value!;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package);
        _playwright = await Playwright.CreateAsync();
        // Chromium's sandbox does not start for root, which containers run tests as; the pages are our own.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox"] });
    }

    /// <summary>A new page in a window of its own.</summary>
    internal async Task<WatchedPage> OpenAsync(int width = 1200, bool dark = false)
    {
        Skip.If(_browser is null, "There is no Chromium here: install it (apt-get install chromium), or name it in DVAE_CHROMIUM.");
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        return new WatchedPage(await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>Tests that share the browser.</summary>
[CollectionDefinition(Name)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Chromium";
}
