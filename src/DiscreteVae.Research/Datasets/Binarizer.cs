using System.Numerics.Tensors;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Turns grey levels into the targets of a minibatch, the way the manifest's <c>data:binarization</c> says. What is drawn is a
/// function of the seed, the use, the epoch and the example alone, where the example is the image's index in its own file,
/// whatever subset or order it is seen in. Safe for several threads.
/// </summary>
/// <remarks>
/// Dynamic binarisation draws anew each epoch, static once for each image (Salakhutdinov and Murray, ICML 2008, fix such a
/// sample of MNIST; this one is drawn from the trial's seed).
/// </remarks>
public sealed class Binarizer(Binarization kind, ulong seed)
{
    private const int TestFork = 1;

    // One a thread, so that loaders share a binariser without garbage and without locks.
    [ThreadStatic]
    private static uint[]? _words;

    /// <summary>What the bytes it writes mean: the kind of the minibatches it fills.</summary>
    public PixelKind Kind => kind == Binarization.None ? PixelKind.Grey : PixelKind.Binary;

    /// <summary>Overwrites one row of a minibatch; allocates nothing.</summary>
    /// <param name="image">Grey levels.</param>
    /// <param name="use">What the image is presented for.</param>
    /// <param name="epoch">From 0; matters to dynamic binarisation only.</param>
    /// <param name="example">The image's index in its own file.</param>
    /// <param name="target">As long as <paramref name="image"/>, and may be the same memory.</param>
    public void Write(ReadOnlySpan<byte> image, ImageUse use, int epoch, int example, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, image.Length);
        switch (kind)
        {
            case Binarization.Dynamic:
                Draw(image, DynamicStream(use, epoch, example), target);
                break;
            case Binarization.Static:
                Draw(image, StaticStream(use, example), target);
                break;
            case Binarization.Threshold:
                // v / 255 > ½ where v ≥ 128: the highest bit.
                TensorPrimitives.ShiftRightLogical(image, 7, target);
                break;
            case Binarization.None:
                image.CopyTo(target);
                break;
            default:
                throw new InvalidOperationException($"Binarisation {kind} is not written.");
        }
    }

    private RandomStream DynamicStream(ImageUse use, int epoch, int example)
    {
        Purpose purpose = use == ImageUse.Training ? Purpose.TrainBinarization : Purpose.EvaluationBinarization;
        var stream = RandomStream.Create(seed, purpose, (uint)epoch, (uint)example);
        return use == ImageUse.Test ? stream.Fork(TestFork) : stream;
    }

    private RandomStream StaticStream(ImageUse use, int example)
    {
        var stream = RandomStream.Create(seed, Purpose.StaticBinarization, (ulong)example);
        return use == ImageUse.Test ? stream.Fork(TestFork) : stream;
    }

    // Images are often black above and below: what is drawn there makes no difference.
    private static void Draw(ReadOnlySpan<byte> image, RandomStream stream, Span<byte> target)
    {
        int end = image.LastIndexOfAnyExcept((byte)0) + 1;
        int block = Math.Max(image.IndexOfAnyExcept((byte)0), 0) / RandomStream.BlockWords, start = block * RandomStream.BlockWords;
        target[..start].Clear();
        target[end..].Clear();
        if (_words is null || _words.Length < image.Length) _words = new uint[image.Length];
        Span<uint> words = _words.AsSpan(start..end);
        stream.Fill(words, block);
        BernoulliPixels.Draw(image[start..end], words, target[start..end]);
    }
}
