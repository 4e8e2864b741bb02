using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DiscreteVae.Research.Watching;

/// <summary>
/// Which requests are answered: reading ones, for exactly the paths that there are, that name this server as their host and come from no
/// other site. A page elsewhere whose name was rebound to 127.0.0.1 still sends its own name as the host, and is refused.
/// </summary>
internal static class WatchGuard
{
    private static readonly string[] Names = ["127.0.0.1", "localhost"];
    private static readonly string[] Paths = ["/", "/events"];

    /// <summary>The status to refuse a request with; null to answer it.</summary>
    public static int? Refuse(HttpContext context)
    {
        HttpRequest request = context.Request;
        int port = context.Connection.LocalPort;
        string[] hosts = [.. Names.Select(name => $"{name}:{port}"), .. port == 80 ? Names : []];
        if (!hosts.Contains(request.Headers.Host.ToString(), StringComparer.OrdinalIgnoreCase)) return StatusCodes.Status421MisdirectedRequest;
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !hosts.Any(host => origin.Equals($"http://{host}", StringComparison.OrdinalIgnoreCase)))
            return StatusCodes.Status403Forbidden;
        // A link from elsewhere may open the page; nothing elsewhere may load it as a part of its own.
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate") return StatusCodes.Status403Forbidden;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return StatusCodes.Status405MethodNotAllowed;
        // As it was sent: the server would take dots and escapes out of it first.
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        return Paths.Contains(target, StringComparer.Ordinal) ? null : StatusCodes.Status404NotFound;
    }
}
