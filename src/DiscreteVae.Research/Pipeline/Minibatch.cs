using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Pipeline;

/// <summary>
/// The message of the pipeline: some images on their way from the data set to the train step. It is one of a fixed ring of buffers and has
/// one owner at a time, so it is the one mutable message there is.
/// </summary>
public sealed class Minibatch
{
    private readonly byte[] _grey;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="capacity">The largest number of images.</param>
    /// <param name="width">D, pixels an image.</param>
    /// <param name="kind">What the pixels mean after binarisation.</param>
    public Minibatch(int capacity, int width, PixelKind kind)
    {
        Images = new PixelBatch(capacity, width, kind);
        _grey = new byte[checked(capacity * width)];
    }

    /// <summary>The pass over the data that this minibatch belongs to, counted from 1; it keys the randomness.</summary>
    public int Epoch { get; private set; }

    /// <summary>The number of the minibatch in its pass, counted from 0.</summary>
    public int Index { get; private set; }

    /// <summary>B, the number of images.</summary>
    public int Count => Examples.Length;

    /// <summary>Which examples of the data set these are.</summary>
    public ReadOnlyMemory<int> Examples { get; private set; }

    /// <summary>What the train step reads; written by the binarisation stage.</summary>
    public PixelBatch Images { get; }

    /// <summary>Grey levels of one image, as loaded and augmented.</summary>
    public Span<byte> Grey(int row) => _grey.AsSpan(row * Images.Width, Images.Width);

    /// <summary>Makes the buffer a new message.</summary>
    internal void Begin(int epoch, int index, ReadOnlyMemory<int> examples)
    {
        Epoch = epoch;
        Index = index;
        Examples = examples;
        Images.SetCount(examples.Length);
    }
}
