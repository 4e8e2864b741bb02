using System.Threading.Tasks.Dataflow;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Pipeline;

/// <summary>
/// A pass over examples as a TPL Dataflow graph: load → augment → binarise → step → log. The first three run in parallel and hand on
/// in order; the step runs one minibatch at a time and owns the parameters; the log sees every step in order.
/// </summary>
/// <remarks>
/// Backpressure: every block is bounded, and so is the number of minibatches. A fault in any stage ends the pass with that exception; what
/// was trained before it is logged first.
/// </remarks>
public sealed class MinibatchPipeline
{
    private readonly MinibatchStages _stages;
    private readonly MinibatchRing _ring;
    private readonly int _batchSize;
    private readonly ExecutionDataflowBlockOptions _parallel;
    private readonly ExecutionDataflowBlockOptions _single;

    /// <summary>Makes the ring of buffers; the graph itself is made for each pass.</summary>
    /// <param name="stages">What happens to a minibatch before its step.</param>
    /// <param name="batchSize">B; the last minibatch of a pass may be smaller.</param>
    /// <param name="width">D, pixels an image.</param>
    /// <param name="kind">What the pixels mean after binarisation.</param>
    /// <param name="loaders">Minibatches in each parallel stage at once; 0 chooses.</param>
    public MinibatchPipeline(MinibatchStages stages, int batchSize, int width, PixelKind kind, int loaders = 0)
    {
        if (loaders == 0) loaders = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);
        _stages = stages;
        _batchSize = batchSize;
        // Two minibatches a loader keep it busy while the step runs; two more are in the step and on their way back.
        _ring = new MinibatchRing(2 * loaders + 2, batchSize, width, kind);
        _parallel = new ExecutionDataflowBlockOptions
        {
            BoundedCapacity = _ring.Size,
            MaxDegreeOfParallelism = loaders,
            EnsureOrdered = true,
            SingleProducerConstrained = true,
        };
        _single = new ExecutionDataflowBlockOptions { BoundedCapacity = _ring.Size, SingleProducerConstrained = true };
    }

    /// <summary>Runs one pass.</summary>
    /// <typeparam name="TRecord">What a step tells the log.</typeparam>
    /// <param name="examples">The examples in the order of the pass.</param>
    /// <param name="epoch">Keys the randomness of the stages.</param>
    /// <param name="step">One minibatch at a time, in order.</param>
    /// <param name="log">Every step's record, in order.</param>
    /// <param name="cancellationToken">Ends the pass after the step under way; its record is logged.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled and nothing else failed.</exception>
    public async Task RunAsync<TRecord>(ReadOnlyMemory<int> examples, int epoch, Func<Minibatch, TRecord> step, Action<TRecord> log,
        CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fault = new FirstFault(stop);

        TransformBlock<Minibatch, Minibatch> load = Stage(_stages.Load, fault);
        TransformBlock<Minibatch, Minibatch> binarize = Stage(_stages.Binarize, fault);
        TransformManyBlock<Minibatch, TRecord> train = StepBlock(step, fault);
        ActionBlock<TRecord> write = LogBlock(log, fault);

        var propagate = new DataflowLinkOptions { PropagateCompletion = true };
        TransformBlock<Minibatch, Minibatch> loaded = load;
        if (_stages.Augment is not null)
        {
            TransformBlock<Minibatch, Minibatch> augment = Stage(_stages.Augment, fault);
            load.LinkTo(augment, propagate);
            loaded = augment;
        }
        loaded.LinkTo(binarize, propagate);
        binarize.LinkTo(train, propagate);
        train.LinkTo(write, propagate);

        await FeedAsync(load, examples, epoch, fault, stop.Token).ConfigureAwait(false);
        load.Complete();
        await write.Completion.ConfigureAwait(false);
        fault.Rethrow();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task FeedAsync(ITargetBlock<Minibatch> head, ReadOnlyMemory<int> examples, int epoch, FirstFault fault, CancellationToken stop)
    {
        try
        {
            for (int start = 0, index = 0; start < examples.Length; start += _batchSize, index++)
            {
                Minibatch minibatch = await _ring.RentAsync(stop).ConfigureAwait(false);
                minibatch.Begin(epoch, index, examples.Slice(start, Math.Min(_batchSize, examples.Length - start)));
                bool sent = false;
                try
                {
                    sent = await head.SendAsync(minibatch, stop).ConfigureAwait(false);
                }
                finally
                {
                    if (!sent) _ring.Return(minibatch);
                }
                if (!sent) throw new InvalidOperationException("The pipeline refused a minibatch.");
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The cause is told when all blocks are done.
        }
        catch (InvalidOperationException exception)
        {
            fault.Record(exception);
        }
    }

    private TransformBlock<Minibatch, Minibatch> Stage(Action<Minibatch> stage, FirstFault fault) => new(
        minibatch =>
        {
            if (!fault.Stopped) fault.Try(stage, minibatch);
            return minibatch;
        },
        _parallel);

    private TransformManyBlock<Minibatch, TRecord> StepBlock<TRecord>(Func<Minibatch, TRecord> step, FirstFault fault) => new(
        minibatch =>
        {
            TRecord[] records = [];
            if (!fault.Stopped) fault.Try(owned => records = [step(owned)], minibatch);
            _ring.Return(minibatch);
            return records;
        },
        _single);

    private ActionBlock<TRecord> LogBlock<TRecord>(Action<TRecord> log, FirstFault fault)
    {
        // A fault elsewhere does not keep a step that was trained from being logged; only a log that fails itself is not called again.
        bool failed = false;
        return new ActionBlock<TRecord>(record => failed = failed || !fault.Try(log, record), _single);
    }
}
