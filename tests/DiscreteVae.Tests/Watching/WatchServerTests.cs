using System.Net;
using System.Net.Sockets;
using System.Text;
using DiscreteVae.Research;
using DiscreteVae.Research.Reports;
using DiscreteVae.Research.Watching;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Watching;

public sealed class WatchServerTests : IAsyncLifetime, IDisposable
{
    private readonly SyntheticSweep _sweep = SyntheticSweep.WithEveryEnding();
    private ReportFeed _feed = null!;
    private WatchServer _server = null!;

    public async Task InitializeAsync()
    {
        _feed = new ReportFeed(_sweep.Path, () => ExperimentReport.Read(_sweep.Path, null, new Notes()), TimeProvider.System);
        _server = await WatchServer.StartAsync(_feed, 0, TimeProvider.System);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _sweep.Dispose();

    [Fact]
    public async Task The_page_is_served_on_this_machine_only()
    {
        Assert.True(_server.Address.IsLoopback);
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.GetAsync(_server.Address);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("data-live", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: {host}", 200)]
    [InlineData("HEAD / HTTP/1.1\r\nHost: {host}", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:{port}", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}", 200)]
    // A name that was rebound to this machine.
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example:{port}", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example:{port}", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:1", 421)]
    [InlineData("GET / HTTP/1.0", 421)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example", 421)]
    // A page elsewhere.
    [InlineData("GET /events HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example", 403)]
    [InlineData("GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: null", 403)]
    [InlineData("GET / HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors", 403)]
    // Writing.
    [InlineData("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0", 405)]
    [InlineData("PUT /plan.json HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0", 405)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: {host}", 405)]
    [InlineData("OPTIONS / HTTP/1.1\r\nHost: {host}", 405)]
    // Paths.
    [InlineData("GET /plan.json HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET /../plan.json HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET /trials/.. HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET /..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET //etc/passwd HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET /%2F HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET /..\\..\\plan.json HTTP/1.1\r\nHost: {host}", 404)]
    [InlineData("GET /events/../plan.json HTTP/1.1\r\nHost: {host}", 404)]
    public async Task Only_reading_requests_of_its_own_name_and_paths_are_answered(string request, int status)
    {
        string answer = await SendAsync(request.Replace("{host}", _server.Address.Authority).Replace("{port}", $"{_server.Address.Port}"));
        string first = answer.Split("\r\n")[0];
        // What is no HTTP at all is refused by the server before it is ours to judge.
        Assert.True(first.StartsWith($"HTTP/1.1 {status}", StringComparison.Ordinal) || (status >= 400 && first.StartsWith("HTTP/1.1 400", StringComparison.Ordinal)), first);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        if (status != 200) Assert.DoesNotContain("synthetic", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_told_to_whoever_listens()
    {
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using Stream stream = await client.GetStreamAsync(new Uri(_server.Address, "events"), limit.Token);
        using var events = new StreamReader(stream);
        Assert.Equal("event: report", await events.ReadLineAsync(limit.Token));
        string before = (await events.ReadLineAsync(limit.Token))!;
        Assert.Contains("\"finished\":true", before, StringComparison.Ordinal);
        await events.ReadLineAsync(limit.Token);

        _sweep.Add(7, SyntheticSweep.Setting("reinmax", "0.001"), "running", epochs: 1);
        _feed.Look();

        Assert.Equal("event: report", await events.ReadLineAsync(limit.Token));
        string after = (await events.ReadLineAsync(limit.Token))!;
        Assert.Contains("\"finished\":false", after, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        Assert.Contains("10 trials", Encoding.UTF8.GetString(_feed.Newest.Page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_for_a_while_keeps_its_page_and_tells_why()
    {
        ReportEdition before = _feed.Newest;
        _feed.Look();
        Assert.Same(before, _feed.Newest);
        string plan = Path.Combine(_sweep.Path, "plan.json"), whole = File.ReadAllText(plan);
        File.WriteAllText(plan, "{ half");
        _feed.Look();
        Assert.Contains("plan.json", _feed.Newest.Error, StringComparison.Ordinal);
        Assert.Equal(before.Page, _feed.Newest.Page);
        File.WriteAllText(plan, whole);
        _feed.Look();
        Assert.Null(_feed.Newest.Error);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => WatchServer.StartAsync(_feed, _server.Address.Port, TimeProvider.System));
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_says_where_and_ends_when_it_is_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        Task<DvaeCommand> running = DvaeCommand.RunAsync(interrupt.Token, "watch", _sweep.Path);
        interrupt.CancelAfter(TimeSpan.FromSeconds(3));
        DvaeCommand command = await running;
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.StartsWith("http://127.0.0.1:", command.Output, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request + "\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
