using System.Collections.Concurrent;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace DiscreteVae.Research.Pipeline;

/// <summary>
/// Draws of a random vector as a TPL Dataflow graph: draw → observe. The workers draw in parallel, each one draw at a time, and hand on
/// in order; the observer sees every draw in order, one at a time. A draw is a function of its number alone, so that the number of workers
/// changes nothing that is observed.
/// </summary>
/// <remarks>
/// The buffers go round, so that memory does not grow with the number of draws. No block ever faults: see <see cref="FirstFault"/>.
/// </remarks>
/// <typeparam name="TWorker">What draws; it serves one thread at a time.</typeparam>
internal sealed class DrawPipeline<TWorker>
    where TWorker : class
{
    private readonly ConcurrentBag<TWorker> _idle;
    private readonly Channel<Draw> _free = Channel.CreateUnbounded<Draw>();
    private readonly int _workers;
    private readonly int _ring;

    /// <summary>Makes the ring of buffers; the graph itself is made for each run.</summary>
    /// <param name="workers">One or more.</param>
    /// <param name="dimension">The length of the vector.</param>
    public DrawPipeline(IReadOnlyList<TWorker> workers, int dimension)
    {
        _idle = [.. workers];
        _workers = workers.Count;
        // A slow draw holds up those behind it, which are done already: three a worker keep the others busy meanwhile.
        _ring = 3 * workers.Count + 1;
        for (int i = 0; i < _ring; i++) _free.Writer.TryWrite(new Draw(dimension));
    }

    /// <summary>Runs draws 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">How many.</param>
    /// <param name="draw">Fills a draw; several run at once, each with a worker of its own.</param>
    /// <param name="observe">Every draw, in order.</param>
    /// <param name="cancellationToken">Ends the run after the draws under way.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled and nothing else failed.</exception>
    public async Task RunAsync(int count, Action<TWorker, Draw> draw, Action<Draw> observe, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fault = new FirstFault(stop);
        var drawing = new TransformBlock<Draw, Draw>(
            item =>
            {
                if (!fault.Stopped) fault.Try(filled => Fill(filled, draw), item);
                return item;
            },
            new ExecutionDataflowBlockOptions
            {
                BoundedCapacity = _ring,
                MaxDegreeOfParallelism = _workers,
                EnsureOrdered = true,
                SingleProducerConstrained = true,
            });
        var observing = new ActionBlock<Draw>(
            item =>
            {
                if (!fault.Stopped) fault.Try(observe, item);
                _free.Writer.TryWrite(item);
            },
            new ExecutionDataflowBlockOptions { BoundedCapacity = _ring, SingleProducerConstrained = true });
        drawing.LinkTo(observing, new DataflowLinkOptions { PropagateCompletion = true });

        await FeedAsync(drawing, count, fault, stop.Token).ConfigureAwait(false);
        drawing.Complete();
        await observing.Completion.ConfigureAwait(false);
        fault.Rethrow();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task FeedAsync(ITargetBlock<Draw> head, int count, FirstFault fault, CancellationToken stop)
    {
        try
        {
            for (int index = 0; index < count; index++)
            {
                Draw item = await _free.Reader.ReadAsync(stop).ConfigureAwait(false);
                item.Index = index;
                if (await head.SendAsync(item, CancellationToken.None).ConfigureAwait(false)) continue;
                fault.Record(new InvalidOperationException("The pipeline refused a draw."));
                return;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The cause is told when all blocks are done.
        }
    }

    private void Fill(Draw item, Action<TWorker, Draw> draw)
    {
        if (!_idle.TryTake(out TWorker? worker)) throw new InvalidOperationException("There are more draws at once than workers.");
        try
        {
            draw(worker, item);
        }
        finally
        {
            _idle.Add(worker);
        }
    }
}
