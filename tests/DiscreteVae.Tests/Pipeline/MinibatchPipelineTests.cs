using System.Collections.Concurrent;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Pipeline;

namespace DiscreteVae.Tests.Pipeline;

public class MinibatchPipelineTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static MinibatchPipeline Create(Action<Minibatch>? load = null, Action<Minibatch>? augment = null,
        Action<Minibatch>? binarize = null, int batchSize = 10, int loaders = 2) =>
        new(new MinibatchStages(load ?? Nothing, augment, binarize ?? Nothing), batchSize, width: 4, PixelKind.Grey, loaders);

    private static int[] Examples(int count) => [.. Enumerable.Range(0, count)];

    private static void Nothing(Minibatch minibatch)
    {
    }

    [Theory]
    [InlineData(1, 1), InlineData(10, 1), InlineData(11, 1), InlineData(1000, 1), InlineData(1000, 8), InlineData(995, 3)]
    public async Task Every_example_is_stepped_and_logged_once_and_in_order(int count, int loaders)
    {
        var stepped = new List<int>();
        var logged = new List<int>();
        MinibatchPipeline pipeline = Create(load: minibatch => Thread.SpinWait(minibatch.Index * 7919 % 5000), augment: Nothing, loaders: loaders);

        await pipeline.RunAsync(Examples(count), epoch: 3, minibatch =>
        {
            Assert.Equal(3, minibatch.Epoch);
            Assert.Equal(minibatch.Count, minibatch.Images.Count);
            stepped.AddRange(minibatch.Examples.ToArray());
            return minibatch.Index;
        }, logged.Add).WaitAsync(Soon);

        Assert.Equal(Examples(count), stepped);
        Assert.Equal(Enumerable.Range(0, (count + 9) / 10), logged);
    }

    [Fact]
    public async Task A_stage_hands_its_pixels_on_to_the_step()
    {
        MinibatchPipeline pipeline = Create(
            load: minibatch => minibatch.Grey(0).Fill((byte)minibatch.Index),
            augment: minibatch => minibatch.Grey(0)[1] = 200,
            binarize: minibatch => minibatch.Grey(0).CopyTo(minibatch.Images.Bytes(0)));
        var seen = new List<byte[]>();

        await pipeline.RunAsync(Examples(300), 1, minibatch => minibatch.Images.Bytes(0).ToArray(), seen.Add).WaitAsync(Soon);

        Assert.Equal(Enumerable.Range(0, 30).Select(i => new[] { (byte)i, (byte)200, (byte)i, (byte)i }), seen);
    }

    [Theory]
    [InlineData("load"), InlineData("augment"), InlineData("binarize"), InlineData("step"), InlineData("log")]
    public async Task A_fault_in_any_block_ends_the_pass_with_its_own_exception_and_loses_no_record(string place)
    {
        int trained = 0;
        var logged = new ConcurrentQueue<int>();
        Action<Minibatch> Fails(string stage) => minibatch =>
        {
            if (stage == place && minibatch.Index == 50) throw new FormatException($"made in {stage}");
        };
        MinibatchPipeline pipeline = Create(Fails("load"), Fails("augment"), Fails("binarize"));

        Task pass = pipeline.RunAsync(Examples(100_000), 1,
            minibatch =>
            {
                Fails("step")(minibatch);
                trained++;
                return minibatch.Index;
            },
            index =>
            {
                if (place == "log" && index == 50) throw new FormatException("made in log");
                logged.Enqueue(index);
            });

        FormatException exception = await Assert.ThrowsAsync<FormatException>(() => pass.WaitAsync(Soon));
        Assert.Equal($"made in {place}", exception.Message);
        Assert.Equal(Enumerable.Range(0, logged.Count), logged);
        if (place == "log") Assert.Equal(50, logged.Count);
        else Assert.Equal(trained, logged.Count);
        Assert.InRange(trained, place == "log" ? 50 : 30, 1000);
    }

    [Fact]
    public async Task Cancellation_ends_the_pass_and_logs_what_was_trained()
    {
        using var source = new CancellationTokenSource();
        int trained = 0, logged = 0;

        Task pass = Create().RunAsync(Examples(100_000), 1,
            minibatch =>
            {
                if (++trained == 20) source.Cancel();
                return 0;
            },
            _ => logged++, source.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pass.WaitAsync(Soon));
        Assert.Equal(20, trained);
        Assert.Equal(20, logged);
    }

    [Fact]
    public async Task A_slow_step_holds_the_loaders_back()
    {
        int loaded = 0, ahead = 0;
        MinibatchPipeline pipeline = Create(load: _ => Interlocked.Increment(ref loaded), loaders: 2);

        await pipeline.RunAsync(Examples(1000), 1, minibatch =>
        {
            Thread.Sleep(1);
            ahead = Math.Max(ahead, Volatile.Read(ref loaded) - minibatch.Index);
            return 0;
        }, _ => { }).WaitAsync(Soon);

        Assert.Equal(100, loaded);
        Assert.InRange(ahead, 1, 6);
    }

    [Fact]
    public async Task A_pipeline_serves_many_passes_even_after_a_fault()
    {
        MinibatchPipeline pipeline = Create();
        for (int epoch = 1; epoch <= 20; epoch++)
        {
            int steps = 0;
            bool fails = epoch % 2 == 0;
            Task pass = pipeline.RunAsync(Examples(100), epoch, _ => fails && steps == 4 ? throw new FormatException() : steps++, _ => { });
            if (fails) await Assert.ThrowsAsync<FormatException>(() => pass.WaitAsync(Soon));
            else await pass.WaitAsync(Soon);
            Assert.Equal(fails ? 4 : 10, steps);
        }
    }
}
