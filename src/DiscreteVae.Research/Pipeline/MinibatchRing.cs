using System.Threading.Channels;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Pipeline;

/// <summary>
/// The buffers that go round: rented for a minibatch in the order of training, given back after its step. Their number is what bounds the
/// memory of a run, whatever the speed of the loaders.
/// </summary>
internal sealed class MinibatchRing
{
    private readonly Channel<Minibatch> _free = Channel.CreateUnbounded<Minibatch>(new UnboundedChannelOptions { SingleReader = true });

    public MinibatchRing(int size, int capacity, int width, PixelKind kind)
    {
        Size = size;
        for (int i = 0; i < size; i++) Return(new Minibatch(capacity, width, kind));
    }

    public int Size { get; }

    public ValueTask<Minibatch> RentAsync(CancellationToken cancellationToken) => _free.Reader.ReadAsync(cancellationToken);

    public void Return(Minibatch minibatch) => _free.Writer.TryWrite(minibatch);
}
