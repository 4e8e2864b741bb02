using System.Net;
using System.Security.Cryptography;
using DiscreteVae.Research;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Datasets;

public sealed class PublishedIdxFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeServer _server = new();
    private readonly Notes _notes = [];
    private readonly PublishedIdxFiles _source;

    public PublishedIdxFilesTests()
    {
        IdxFiles.WriteFolder(_folder["published"], train: 5, test: 2);
        Dictionary<string, string> checksums = [];
        foreach (string path in Directory.GetFiles(_folder["published"]).Order(StringComparer.Ordinal))
        {
            byte[] content = File.ReadAllBytes(path);
            checksums[Path.GetFileName(path)] = Convert.ToHexStringLower(SHA256.HashData(content));
            _server.Files[$"http://home.example/tiny/{Path.GetFileName(path)}.gz"] = IdxFiles.Gzip(content);
        }
        _source = new PublishedIdxFiles
        {
            Name = "tiny",
            Description = "five images",
            Home = new Uri("http://home.example/tiny/"),
            TrainImages = 5,
            TestImages = 2,
            Height = 4,
            Width = 3,
            Sha256 = checksums,
        };
    }

    private DatasetPlaces Places => new()
    {
        SystemFolder = _folder["system"],
        CacheFolder = _folder["cache"],
        Http = _server,
    };

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("given/tiny")]
    [InlineData("given")]
    [InlineData("environment/tiny")]
    [InlineData("environment")]
    [InlineData("system/tiny")]
    [InlineData("cache/tiny")]
    public void It_is_found_in_every_place_without_a_download(string place)
    {
        IdxFiles.WriteFolder(_folder[place], train: 5, test: 2, gzip: true);
        Directory.CreateDirectory(_folder["given"]);
        DatasetPlaces all = Places with { Folder = _folder["given"], DataDirectory = _folder["environment"] };
        Dataset dataset = _source.Open(all, _notes, default);
        Assert.Equal((5, 2, _folder[place]), (dataset.Train.Count, dataset.Test.Count, dataset.Source));
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public void Places_are_searched_in_the_stated_order()
    {
        string[] places = ["given/tiny", "given", "environment/tiny", "environment", "system/tiny", "cache/tiny"];
        foreach (string place in places) IdxFiles.WriteFolder(_folder[place], train: 5, test: 2);
        DatasetPlaces all = Places with { Folder = _folder["given"], DataDirectory = _folder["environment"] };
        foreach (string place in places)
        {
            Assert.Equal(_folder[place], _source.Locate(all));
            File.Delete(_folder[place, "t10k-images-idx3-ubyte"]);
        }
        Assert.Null(_source.Locate(all));
    }

    [Fact]
    public void Elsewhere_than_in_the_folder_given_is_noted()
    {
        IdxFiles.WriteFolder(_folder["system", "tiny"], train: 5, test: 2);
        Directory.CreateDirectory(_folder["given"]);
        _source.Open(Places with { Folder = _folder["given"] }, _notes, default);
        Assert.Contains("not in data:folder", Assert.Single(_notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_the_published_one_is_read_with_a_warning()
    {
        IdxFiles.WriteFolder(_folder["system", "tiny"], train: 6, test: 2, labels: false);
        Dataset dataset = _source.Open(Places, _notes, default);
        Assert.Equal(6, dataset.Train.Count);
        Assert.Null(dataset.Train.Labels);
        string note = Assert.Single(_notes);
        Assert.StartsWith("warning: tiny: train-images-idx3-ubyte in ", note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_found_nowhere_is_downloaded_once_into_the_cache()
    {
        Assert.Equal($"download http://home.example/tiny/ to {_folder["cache", "tiny"]}", _source.Describe(Places).Fetch);
        Dataset dataset = _source.Open(Places, _notes, default);
        Assert.Equal((5, 2), (dataset.Train.Count, dataset.Test.Count));
        Assert.Equal(_source.Sha256, dataset.Checksums);
        Assert.Equal(4, _notes.Count);
        Assert.Equal(4, Directory.GetFiles(_folder["cache", "tiny"], "*-ubyte.gz").Length);
        Assert.Equal(4, Directory.GetFiles(_folder["cache", "tiny"]).Length);
        _source.Open(Places, _notes, default);
        Assert.Equal(4, _server.Asked.Count);
        Assert.Equal(_folder["cache", "tiny"], _source.Describe(Places).Location);
    }

    [Fact]
    public void A_wrong_checksum_is_an_error_and_leaves_nothing()
    {
        string file = "http://home.example/tiny/t10k-labels-idx1-ubyte.gz";
        byte[] other = IdxFiles.Gzip(IdxFiles.Images(5, 4, 3, firstLevel: 1)), cut = _server.Files[file][..^12];
        foreach (byte[] wrong in new[] { other, cut, "<html>"u8.ToArray() })
        {
            foreach (string address in _server.Files.Keys) _server.Files[address] = wrong;
            AssertNotHere(file);
            Assert.DoesNotContain(_folder.Entries(), entry => entry.StartsWith("cache/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_download_that_fails_half_way_goes_on_where_it_failed()
    {
        string last = "http://home.example/tiny/t10k-images-idx3-ubyte.gz";
        byte[] good = _server.Files[last];
        _server.Files.Remove(last);
        AssertNotHere("404");
        Assert.Equal(3, Directory.GetFiles(_folder["cache", "tiny"]).Length);
        _server.Files[last] = good;
        _server.Asked.Clear();
        Assert.Equal(_folder["cache", "tiny"], _source.Fetch(Places, null, default));
        Assert.Equal(last, Assert.Single(_server.Asked));
    }

    [Fact]
    public void A_server_that_hangs_up_is_an_error_and_leaves_nothing()
    {
        _server.HangUp = true;
        AssertNotHere("hung up");
        Assert.DoesNotContain(_folder.Entries(), entry => entry.StartsWith("cache/", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_cache_folder_the_error_says_where_to_put_the_files()
    {
        DatasetPlaces places = Places with { CacheFolder = null };
        UserErrorException error = Assert.Throws<UserErrorException>(() => _source.Open(places, _notes, default));
        Assert.Contains("no cache folder", error.Message, StringComparison.Ordinal);
        Assert.Contains("DVAE_DATA_DIR", error.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_an_error()
    {
        File.WriteAllText(_folder["cache"], "a file where the folder should be");
        AssertNotHere(_folder["cache", "tiny"]);
        Assert.Equal("a file where the folder should be", File.ReadAllText(_folder["cache"]));
    }

    [Fact]
    public void A_cancelled_download_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        _server.Answering = cancellation.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() => _source.Open(Places, _notes, cancellation.Token));
        Assert.DoesNotContain(_folder.Entries(), entry => entry.StartsWith("cache/", StringComparison.Ordinal));
    }

    private void AssertNotHere(string detail)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => _source.Open(Places, _notes, default));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains("tiny is not on this machine", error.Message, StringComparison.Ordinal);
        Assert.Contains(detail, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["system", "tiny"], error.Message, StringComparison.Ordinal);
        Assert.Contains("data:folder", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers from a dictionary; no socket is opened.</summary>
    private sealed class FakeServer : HttpMessageHandler
    {
        public Dictionary<string, byte[]> Files { get; } = [];

        public List<string> Asked { get; } = [];

        public bool HangUp { get; set; }

        public Action? Answering { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string address = request.RequestUri!.AbsoluteUri;
            Asked.Add(address);
            Answering?.Invoke();
            if (HangUp) return Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new HangingUp()) });
            return Task.FromResult(Files.TryGetValue(address, out byte[]? content)
                ? new HttpResponseMessage { Content = new ByteArrayContent(content) }
                : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }

    /// <summary>Gives a few bytes, then breaks.</summary>
    private sealed class HangingUp : MemoryStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun) throw new IOException("The server hung up.");
            _begun = true;
            buffer.Span[..4].Fill(0x1f);
            return ValueTask.FromResult(4);
        }
    }
}
