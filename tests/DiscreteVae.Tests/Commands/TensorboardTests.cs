using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Interchange;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>dvae run --tensorboard: what TensorBoard would show is what the CSV files say.</summary>
public class TensorboardTests
{
    [Fact]
    public async Task Every_metric_is_a_scalar_and_the_csv_files_do_not_change()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync();
        byte[] without = experiment.Bytes("metrics.csv");
        Assert.Empty(Directory.GetFiles(experiment.Trial, "*tfevents*"));

        DvaeCommand command = await experiment.RunAsync("--restart", "--tensorboard");

        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(without, experiment.Bytes("metrics.csv"));
        IReadOnlyList<ReadEvent> events = EventReader.ReadFolder(experiment.Trial);
        Assert.Equal(
            MetricsFile.Read(Path.Combine(experiment.Trial, "metrics.csv")).Select(row => (row.Step, $"{row.Metric}/{row.Split}", (float)row.Value)),
            events.Where(read => read.Value![2].Any()).Select(read => (read.Step, read.Tag!, read.Scalar)));
    }

    [Fact]
    public async Task The_manifests_key_asks_for_them_too_with_pictures_and_histograms_of_each_evaluation()
    {
        using var experiment = new TinyExperiment();

        DvaeCommand command = await experiment.RunAsync("results:tensorboard=true", "training:epochs=3", "evaluation:every=2");

        Assert.True(command.ExitCode == 0, command.Error);
        IReadOnlyList<ReadEvent> events = EventReader.ReadFolder(experiment.Trial);
        ReadEvent[] images = [.. events.Where(read => read.Tag == "reconstructions")];
        Assert.Equal([0, 12, 18], images.Select(read => read.Step));
        foreach (ReadEvent read in images)
        {
            ProtobufReader image = read.Value!.One(4).Message;
            byte[] png = image.One(4).Bytes;
            Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
            // Width and height stand in the PNG's own header, big-endian.
            Assert.Equal((image.One(2).Value, image.One(1).Value),
                ((ulong)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(20))));
        }
        foreach (string tag in new[] { "code_usage/latent_0", "code_usage/latent_1" })
        {
            ProtobufReader usage = events.Last(read => read.Tag == tag).Value!.One(5).Message;
            Assert.Equal((3, 20), (ProtobufReader.Doubles(usage.One(7).Bytes).Length, ProtobufReader.Doubles(usage.One(7).Bytes).Sum()));
        }
        Assert.Contains(events, read => read.Tag == "posterior/logits" && read.Value!.One(5).Message.One(3).Double == 20 * 6);
    }

    [Fact]
    public async Task A_run_without_them_leaves_none_of_an_earlier_run()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync("--tensorboard");
        Assert.Single(Directory.GetFiles(experiment.Trial, "*tfevents*"));
        await experiment.RunAsync("--restart");
        Assert.Empty(Directory.GetFiles(experiment.Trial, "*tfevents*"));
    }

    // A trial that waits at a rung for the others goes on from its checkpoint, as one does that was interrupted.
    [Fact]
    public async Task A_trial_that_goes_on_from_a_checkpoint_has_every_step_once()
    {
        using var experiment = new TinyExperiment();
        DvaeCommand command = await experiment.RunAsync("--tensorboard", "training:epochs=4",
            """sweep={"strategy":"successive-halving","axes":{"training:learningRate":[0.01,0.001]},"successive-halving":{"minimumEpochs":2,"reduction":2,"metric":"test_elbo"}}""");
        Assert.True(command.ExitCode == 0, command.Error);
        string kept = Assert.Single(Directory.GetDirectories(Path.Combine(experiment.Results, "trials")), trial => Directory.GetFiles(trial, "*tfevents*").Length == 2);
        Assert.Equal([0, 6, 12, 18, 24], EventReader.ReadFolder(kept).Where(read => read.Tag == "elbo/test").Select(read => read.Step));
    }
}
