using DiscreteVae.Research;
using DiscreteVae.Research.Interchange;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Interchange;

public class EventFileTests
{
    [Fact]
    public void The_first_record_names_the_version_and_the_file_has_TensorBoards_name()
    {
        using var folder = new TemporaryFolder();
        using (EventFile file = EventFile.Create(folder.Path, new StoppedClock(1_700_000_000), resumedStep: null)) file.Flush();

        string path = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Matches(@"^events\.out\.tfevents\.1700000000\.[A-Za-z0-9_-]+\.\d+\.0$", Path.GetFileName(path));
        ReadEvent only = Assert.Single(EventReader.Read(path));
        Assert.Equal(("brain.Event:2", 0, 1_700_000_000), (only.Version, only.Step, only.WallTime));
    }

    [Fact]
    public void What_is_not_flushed_is_not_there_and_what_is_is_whole()
    {
        using var folder = new TemporaryFolder();
        using EventFile file = EventFile.Create(folder.Path, TimeProvider.System, resumedStep: null);
        string path = Directory.GetFiles(folder.Path)[0];
        file.Scalar(5, "elbo/test", -131.9);
        Assert.Single(EventReader.Read(path));
        file.Flush();
        ReadEvent scalar = EventReader.Read(path)[1];
        Assert.Equal((5, "elbo/test", -131.9f), (scalar.Step, scalar.Tag, scalar.Scalar));
    }

    [Fact]
    public void A_resumed_trial_goes_on_in_a_later_file_that_drops_what_is_measured_again()
    {
        using var folder = new TemporaryFolder();
        // The clock stands, or was even set back: names still rise.
        using (EventFile first = EventFile.Create(folder.Path, new StoppedClock(2000), resumedStep: null))
        {
            foreach (long step in new long[] { 0, 10, 20, 30 }) first.Scalar(step, "kl/test", step);
            first.Flush();
        }
        using (EventFile second = EventFile.Create(folder.Path, new StoppedClock(1000), resumedStep: 20))
        {
            foreach (long step in new long[] { 30, 40 }) second.Scalar(step, "kl/test", -step);
            second.Flush();
        }
        Assert.Equal([(0, 0), (10, 10), (20, 20), (30, -30), (40, -40)],
            EventReader.ReadFolder(folder.Path).Select(read => ((int)read.Step, (int)read.Scalar)));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_trial_that_begins_anew_removes_event_files_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["metrics.csv"], "");
        EventFile.Create(folder.Path, new StoppedClock(1000), resumedStep: null).Dispose();
        EventFile.Create(folder.Path, new StoppedClock(2000), resumedStep: null).Dispose();
        Assert.Collection(folder.Entries(), entry => Assert.Contains("tfevents.0000002000", entry, StringComparison.Ordinal),
            entry => Assert.Equal("metrics.csv", entry));
    }

    [Fact]
    public void Images_histograms_and_texts_have_the_fields_of_summary_proto()
    {
        using var folder = new TemporaryFolder();
        using (EventFile file = EventFile.Create(folder.Path, TimeProvider.System, resumedStep: null))
        {
            file.Image(3, "reconstructions", height: 20, width: 30, [1, 2, 3]);
            file.Histogram(3, "usage", EventHistogram.OfCategories([0, 1, 1], 2));
            file.Text(3, "trial", "- a: b");
            file.Flush();
        }
        IReadOnlyList<ReadEvent> events = EventReader.ReadFolder(folder.Path);
        ProtobufReader image = events[0].Value!.One(4).Message;
        Assert.Equal((20ul, 30ul, 3ul), (image.One(1).Value, image.One(2).Value, image.One(3).Value));
        Assert.Equal([1, 2, 3], image.One(4).Bytes);
        ProtobufReader histogram = events[1].Value!.One(5).Message;
        Assert.Equal([0, 1, 3, 2, 2], Enumerable.Range(1, 5).Select(field => histogram.One(field).Double));
        Assert.Equal([0.5, 1.5], ProtobufReader.Doubles(histogram.One(6).Bytes));
        Assert.Equal([1, 2], ProtobufReader.Doubles(histogram.One(7).Bytes));
        ProtobufReader text = events[2].Value!;
        Assert.Equal((7ul, "- a: b"), (text.One(8).Message.One(1).Value, text.One(8).Message.One(8).Text));
        Assert.Equal("text", text.One(9).Message.One(1).Message.One(1).Text);
    }

    [SkippableFact]
    public void A_full_disk_leaves_whole_records()
    {
        using var disk = new SmallDisk("size=64k");
        disk.SkipUnlessMounted();
        using EventFile file = EventFile.Create(disk.Path, TimeProvider.System, resumedStep: null);
        file.Scalar(1, "a", 1);
        file.Flush();
        file.Image(2, "b", 1, 1, new byte[100_000]);
        UserErrorException full = Assert.Throws<UserErrorException>(file.Flush);
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.Equal(2, EventReader.Read(Directory.GetFiles(disk.Path)[0]).Count);
    }

    private sealed class StoppedClock(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
