using System.Globalization;
using CsCheck;
using DiscreteVae.Research;
using DiscreteVae.Research.Results;

using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class MetricsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["metrics.csv"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_tidy_csv_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            using MetricsWriter writer = MetricsWriter.Open(FilePath);
            writer.Write(
            [
                Row(1, 0.1 + 0.2), Row(1, double.NaN), Row(1, double.PositiveInfinity),
                Row(1, double.NegativeInfinity), Row(1, 1e-5),
            ]);
            writer.Write([new MetricRow("a,\"b\"", -7, 2, 1200, "test", "elbo", -131)]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.Equal(
            "trial,seed,epoch,step,split,metric,value\n"
            + "t,0,1,600,train,elbo,0.30000000000000004\n"
            + "t,0,1,600,train,elbo,NaN\n"
            + "t,0,1,600,train,elbo,inf\n"
            + "t,0,1,600,train,elbo,-inf\n"
            + "t,0,1,600,train,elbo,1E-05\n"
            + "\"a,\"\"b\"\"\",-7,2,1200,test,elbo,-131\n",
            File.ReadAllText(FilePath));
        Assert.Equal((byte)'t', File.ReadAllBytes(FilePath)[0]);
    }

    [Fact]
    public void Rows_read_back_to_the_bit() => Gen.Select(
            Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.OneOf(',', '"', ' ', 'τ', '\'', ';', '#')), 1, 8],
            Gen.OneOf(Gen.Double, Gen.OneOf(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon)),
            Gen.Long,
            Gen.Int[0, int.MaxValue])
        .Select((name, value, seed, epoch) => new MetricRow(name, seed, epoch, epoch * 600L, "test", name, value))
        .Array[1, 5]
        .Sample(
            rows =>
            {
                Array.Sort(rows, (a, b) => a.Epoch.CompareTo(b.Epoch));
                using (MetricsWriter writer = MetricsWriter.Open(FilePath, throughEpoch: -1))
                {
                    foreach (MetricRow row in rows) writer.Write([row]);
                }
                Assert.Equal(rows, MetricsFile.Read(FilePath));
            },
            iter: 100,
            threads: 1);

    [Fact]
    public void Every_possible_cut_is_repaired_to_whole_groups()
    {
        using (MetricsWriter writer = MetricsWriter.Open(FilePath))
        {
            for (int epoch = 9; epoch <= 11; epoch++) writer.Write([Row(epoch, epoch + 0.25), Row(epoch, -epoch)]);
        }
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            bool cut = length == 0 || whole[length - 1] != '\n';
            using (MetricsWriter writer = MetricsWriter.Open(FilePath))
            {
                byte[] repaired = ReadShared();
                Assert.True(whole.AsSpan().StartsWith(repaired));
                Assert.Equal((byte)'\n', repaired[^1]);
                MetricRow[] rows = [.. MetricsFile.Read(FilePath)];
                Assert.Equal(rows.LastOrDefault()?.Epoch, writer.LastEpoch);
                if (cut) Assert.All(rows.CountBy(row => row.Epoch), group => Assert.Equal(2, group.Value));
                else Assert.Equal(length, repaired.Length);
            }
        }
    }

    [Fact]
    public void Going_on_from_an_epoch_gives_the_file_of_an_uninterrupted_run()
    {
        MetricRow[][] groups = [.. Enumerable.Range(1, 5).Select(epoch => new[] { Row(epoch, epoch / 3.0), Row(epoch, epoch) })];
        using (MetricsWriter writer = MetricsWriter.Open(FilePath)) Array.ForEach(groups, writer.Write);
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int epoch = 0; epoch <= 5; epoch++)
        {
            using (MetricsWriter writer = MetricsWriter.Open(FilePath, epoch))
            {
                Assert.Equal(epoch == 0 ? null : epoch, writer.LastEpoch);
                Array.ForEach(groups[epoch..], writer.Write);
            }
            Assert.Equal(whole, File.ReadAllBytes(FilePath));
        }
    }

    [Theory]
    [InlineData("something else\n")]
    [InlineData("no line at all")]
    [InlineData("trial,seed,epoch,step,split,metric,value\nt,0,1,600,train,elbo\n")]
    [InlineData("trial,seed,epoch,step,split,metric,value\nt,0,one,600,train,elbo,1\n")]
    [InlineData("trial,seed,epoch,step,split,metric,value\nt\"t,0,1,600,train,elbo,1\n")]
    public void A_file_that_is_no_metrics_file_is_left_as_it_is(string content)
    {
        File.WriteAllText(FilePath, content);
        var error = Assert.Throws<UserErrorException>(() => MetricsWriter.Open(FilePath));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_group_that_does_not_fit_is_taken_back()
    {
        using var disk = new FullStream(capacity: 80);
        using var writer = new MetricsWriter(FilePath, disk, null);
        writer.Write([Row(1, 1), Row(1, 2)]);
        long good = disk.Length;
        var error = Assert.Throws<UserErrorException>(() => writer.Write([Row(2, 1), Row(2, 2)]));
        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Equal(good, disk.Length);
        Assert.Equal(1, writer.LastEpoch);
        writer.Write([Row(2, 3)]);
        Assert.Equal(good, disk.ToArray().AsSpan().IndexOf("t,0,2"u8));
    }

    [SkippableFact]
    public void A_disk_that_is_really_full_keeps_whole_groups()
    {
        using var disk = new SmallDisk("size=8k");
        disk.SkipUnlessMounted();
        int written = 0;
        using (MetricsWriter writer = MetricsWriter.Open(disk.File("metrics.csv")))
        {
            var error = Assert.Throws<UserErrorException>(() =>
            {
                for (; written < 1000; written++) writer.Write([Row(written, 1), Row(written, 2), Row(written, 3)]);
            });
            Assert.Contains("is full", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(3 * written, MetricsFile.Read(disk.File("metrics.csv")).Count);
        Assert.True(written > 10);
    }

    [SkippableFact]
    public void A_full_disk_leaves_no_file_without_a_header()
    {
        using var disk = new SmallDisk("size=4k");
        disk.SkipUnlessMounted();
        File.WriteAllBytes(disk.File("filler"), new byte[4096]);
        Assert.Throws<UserErrorException>(() => MetricsWriter.Open(disk.File("metrics.csv")));
        Assert.Equal(["filler"], disk.Entries());
    }

    [Fact]
    public void A_group_is_of_one_epoch_and_epochs_do_not_go_back()
    {
        using MetricsWriter writer = MetricsWriter.Open(FilePath);
        Assert.Throws<ArgumentException>(() => writer.Write([Row(1, 0), Row(2, 0)]));
        Assert.Throws<ArgumentException>(() => writer.Write([new MetricRow("t", 0, 1, 0, "train", "two\nlines", 0)]));
        writer.Write([Row(3, 0)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write([Row(2, 0)]));
        Assert.Single(MetricsFile.Read(FilePath));
    }

    private static MetricRow Row(int epoch, double value) => new("t", 0, epoch, epoch * 600L, "train", "elbo", value);

    private byte[] ReadShared()
    {
        using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Takes what fits and then fails as a full disk does: after part of the bytes.</summary>
    private sealed class FullStream(int capacity) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int fits = (int)Math.Min(buffer.Length, capacity - Length);
            base.Write(buffer[..fits].ToArray(), 0, fits);
            if (fits < buffer.Length) throw new IOException("No space left on device", 28);
        }
    }
}
