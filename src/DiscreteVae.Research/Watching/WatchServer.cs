using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DiscreteVae.Research.Watching;

/// <summary>
/// Serves the report on this machine's own address: the page at <c>/</c>, and at <c>/events</c> a line for every new one, as server-sent
/// events. It reads and serves nothing else.
/// </summary>
internal sealed class WatchServer : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly WebApplication _application;
    private readonly ReportFeed _feed;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();

    private WatchServer(WebApplication application, ReportFeed feed, TimeProvider clock) => (_application, _feed, _clock) = (application, feed, clock);

    /// <summary>Where the page is.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts to serve.</summary>
    /// <param name="feed">What is served.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="UserErrorException">The port is taken.</exception>
    public static async Task<WatchServer> StartAsync(ReportFeed feed, int port, TimeProvider clock)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 0;
            options.Limits.MaxConcurrentConnections = 64;
            options.Listen(IPAddress.Loopback, port);
        });
        WebApplication application = builder.Build();
        var server = new WatchServer(application, feed, clock);
        application.Run(server.AnswerAsync);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (IOException error)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new UserErrorException(ExitCode.Environment, $"--port: {port} cannot be listened on: {error.Message} Choose another, or 0 for any.", error);
        }
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Streams of events would else keep it waiting.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        if (WatchGuard.Refuse(context) is int status)
        {
            context.Response.StatusCode = status;
            if (status == StatusCodes.Status405MethodNotAllowed) headers.Allow = "GET, HEAD";
            return;
        }
        if (context.Request.Path == "/") await SendPageAsync(context).ConfigureAwait(false);
        else await SendEventsAsync(context).ConfigureAwait(false);
    }

    private async Task SendPageAsync(HttpContext context)
    {
        byte[] page = _feed.Newest.Page;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Length;
        if (HttpMethods.IsGet(context.Request.Method)) await context.Response.Body.WriteAsync(page, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task SendEventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        string? version = null;
        try
        {
            while (true)
            {
                string message = ": still here\n\n";
                using (var patience = CancellationTokenSource.CreateLinkedTokenSource(ending.Token))
                {
                    Task<ReportEdition> next = _feed.AfterAsync(version, patience.Token);
                    if (await Task.WhenAny(next, Task.Delay(Heartbeat, _clock, patience.Token)).ConfigureAwait(false) == next)
                    {
                        ReportEdition edition = await next.ConfigureAwait(false);
                        version = edition.Version;
                        message = $"event: report\ndata: {JsonSerializer.Serialize(new { version, finished = edition.Finished, error = edition.Error })}\n\n";
                    }
                    await patience.CancelAsync().ConfigureAwait(false);
                }
                ending.Token.ThrowIfCancellationRequested();
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(message), ending.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader has gone, or the server ends.
        }
    }
}
