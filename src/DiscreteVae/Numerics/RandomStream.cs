using System.Numerics.Tensors;

namespace DiscreteVae.Numerics;

/// <summary>
/// An endless sequence of random numbers that is a pure function of (seed, purpose, id): the counter-based generator
/// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). Reading it changes
/// nothing, so neither threads nor the order of arrival can change a result, and a resumed run draws what an uninterrupted one would.
/// </summary>
/// <remarks>
/// The key is the seed. The counter is (block, purpose + 65536 · fork, id low, id high): a stream holds 2^34 numbers of 32 bits.
/// </remarks>
public readonly record struct RandomStream
{
    /// <summary>Words that the generator makes at once: a block.</summary>
    public const int BlockWords = 4;

    private readonly ulong _key;
    private readonly ulong _id;
    private readonly uint _lane;

    private RandomStream(ulong key, uint lane, ulong id)
    {
        _key = key;
        _lane = lane;
        _id = id;
    }

    /// <summary>The stream of a seed, a purpose and an id.</summary>
    public static RandomStream Create(ulong seed, Purpose purpose, ulong id) => new(seed, (uint)purpose, id);

    /// <summary>The stream of a seed, a purpose and a pair such as (epoch, example).</summary>
    public static RandomStream Create(ulong seed, Purpose purpose, uint major, uint minor) =>
        new(seed, (uint)purpose, ((ulong)major << 32) | minor);

    /// <summary>
    /// An independent stream of the same purpose and id, for an estimator that needs several kinds of noise. Forks do not nest: the fork
    /// of a fork is that fork of the stream itself.
    /// </summary>
    /// <param name="index">1 to 65535.</param>
    public RandomStream Fork(int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, ushort.MaxValue);
        return new RandomStream(_key, (_lane & 0xFFFF) | ((uint)index << 16), _id);
    }

    /// <summary>Uniform 32-bit words; element i depends only on the stream and on 4 · <paramref name="firstBlock"/> + i.</summary>
    public void Fill(Span<uint> destination, int firstBlock = 0) =>
        Philox4x32.Fill(destination, (uint)_key, (uint)(_key >> 32), _lane, (uint)_id, (uint)(_id >> 32), (uint)firstBlock);

    /// <summary>
    /// Uniform numbers in the open interval (0, 1): (w + ½) / 2^23 with w the upper 23 bits of a word, exact in float32 and never 0 or 1.
    /// </summary>
    /// <param name="destination">Overwritten.</param>
    /// <param name="first">The place in the stream of the first number, a multiple of <see cref="BlockWords"/>.</param>
    public void FillUniform(Span<Real> destination, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(first % BlockWords, 0, nameof(first));
        Span<uint> words = stackalloc uint[256];
        for (int start = 0; start < destination.Length; start += words.Length)
        {
            Span<Real> part = destination[start..Math.Min(start + words.Length, destination.Length)];
            Fill(words[..part.Length], (first + start) / BlockWords);
            TensorPrimitives.ShiftRightLogical(words[..part.Length], 9, words);
            TensorPrimitives.ConvertTruncating<uint, Real>(words[..part.Length], part);
            TensorPrimitives.Add(part, (Real)0.5, part);
            TensorPrimitives.Multiply(part, (Real)(1.0 / (1 << 23)), part);
        }
    }

    /// <summary>Exponential numbers with mean 1: −ln u.</summary>
    /// <param name="destination">Overwritten.</param>
    /// <param name="first">The place in the stream of the first number, a multiple of <see cref="BlockWords"/>.</param>
    public void FillExponential(Span<Real> destination, int first = 0)
    {
        FillUniform(destination, first);
        TensorPrimitives.Log(destination, destination);
        TensorPrimitives.Negate(destination, destination);
    }

    /// <summary>Standard Gumbel numbers: −ln(−ln u).</summary>
    public void FillGumbel(Span<Real> destination)
    {
        FillExponential(destination);
        TensorPrimitives.Log(destination, destination);
        TensorPrimitives.Negate(destination, destination);
    }

    /// <summary>
    /// A uniform integer in [0, <paramref name="bound"/>) from block <paramref name="index"/>, biased by at most bound / 2^64.
    /// </summary>
    public int Integer(int bound, int index)
    {
        Span<uint> words = stackalloc uint[BlockWords];
        Fill(words, index);
        ulong word = ((ulong)words[0] << 32) | words[1];
        return (int)Math.BigMul(word, (ulong)bound, out _);
    }
}
