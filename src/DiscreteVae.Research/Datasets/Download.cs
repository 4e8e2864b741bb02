using System.IO.Compression;
using System.Security.Cryptography;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Downloads gzip files so that a file under its final name is always whole: it is written aside, its content compared with a
/// checksum, and only then renamed. Whatever goes wrong leaves nothing behind.
/// </summary>
internal sealed class Download : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    /// <summary>Makes a client; null is the network. A handler that is given stays its giver's.</summary>
    public Download(HttpMessageHandler? handler)
    {
        _http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        // A slow line may take as long as it needs; what ends a download is silence.
        _http.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <summary>Downloads one file, unless it is already there with the right content.</summary>
    /// <param name="address">A gzip file.</param>
    /// <param name="path">Where it goes; its folder is made.</param>
    /// <param name="sha256">Of the uncompressed content, lower-case hex.</param>
    /// <param name="cancellation">Ends the download and leaves nothing.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached or has no such file.</exception>
    /// <exception cref="TimeoutException">Nothing came for a minute.</exception>
    /// <exception cref="InvalidDataException">The content is not what the checksum says.</exception>
    public async Task FetchAsync(Uri address, string path, string sha256, CancellationToken cancellation)
    {
        if (File.Exists(path) && await Sha256Async(path, cancellation).ConfigureAwait(false) == sha256) return;
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string aside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await SaveAsync(address, aside, cancellation).ConfigureAwait(false);
            string? found = await Sha256Async(aside, cancellation).ConfigureAwait(false);
            if (found != sha256)
            {
                throw new InvalidDataException(
                    $"{address} gave {(found is null ? "no whole gzip file" : $"content with SHA-256 {found}")}, not {sha256}.");
            }
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task SaveAsync(Uri address, string path, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Patience);
        try
        {
            using HttpResponseMessage response =
                await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            using Stream body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            using FileStream file = File.Create(path);
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false)) > 0;)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                silence.CancelAfter(Patience);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{address} sent nothing for {Patience.TotalSeconds:0} s.");
        }
    }

    private static async Task<string?> Sha256Async(string path, CancellationToken cancellation)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var content = new GZipStream(file, CompressionMode.Decompress);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
