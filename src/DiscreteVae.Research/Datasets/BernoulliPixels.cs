using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Binary pixels from grey levels: pixel v becomes 1 with probability v / 255. It is 1 where a uniform 32-bit word w &lt; v ·
/// 16843009, and always for v = 255 = (2^32 − 1) / 16843009; so 0 stays 0, 255 becomes 1 and the probability is right to 2^-32.
/// The vector loops give the same bytes as the scalar one.
/// </summary>
internal static class BernoulliPixels
{
    // v · 0x01010101 repeats the byte four times: v / 255 as a fraction of 2^32 − 1.
    private const uint Repeat = 0x01010101;

    /// <summary>Overwrites <paramref name="binary"/> with 0 and 1.</summary>
    /// <param name="pixels">Grey levels; may be the same memory as <paramref name="binary"/>.</param>
    /// <param name="words">A uniform word for each pixel.</param>
    /// <param name="binary">As long as <paramref name="pixels"/>.</param>
    public static void Draw(ReadOnlySpan<byte> pixels, ReadOnlySpan<uint> words, Span<byte> binary)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(words.Length, pixels.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(binary.Length, pixels.Length);
        int done = 0;
        if (Vector512.IsHardwareAccelerated) done = Draw512(pixels, words, binary);
        if (Vector256.IsHardwareAccelerated) done += Draw256(pixels[done..], words[done..], binary[done..]);
        if (Vector128.IsHardwareAccelerated) done += Draw128(pixels[done..], words[done..], binary[done..]);
        DrawScalar(pixels[done..], words[done..], binary[done..]);
    }

    /// <summary>The reference.</summary>
    internal static void DrawScalar(ReadOnlySpan<byte> pixels, ReadOnlySpan<uint> words, Span<byte> binary)
    {
        for (int i = 0; i < pixels.Length; i++)
            binary[i] = words[i] < pixels[i] * Repeat || pixels[i] == byte.MaxValue ? (byte)1 : (byte)0;
    }

    /// <summary>
    /// As many whole groups of 64 as there are; returns how many pixels that was. So do the others, of 32 and of 16.
    /// </summary>
    internal static int Draw512(ReadOnlySpan<byte> pixels, ReadOnlySpan<uint> words, Span<byte> binary)
    {
        ref byte source = ref MemoryMarshal.GetReference(pixels);
        ref uint noise = ref MemoryMarshal.GetReference(words);
        ref byte destination = ref MemoryMarshal.GetReference(binary);
        int count = pixels.Length & ~63;
        for (nuint i = 0; i < (nuint)count; i += 64)
        {
            (Vector512<ushort> lower, Vector512<ushort> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, i));
            (Vector512<uint> a, Vector512<uint> b) = Vector512.Widen(lower);
            (Vector512<uint> c, Vector512<uint> d) = Vector512.Widen(upper);
            Vector512<ushort> first = Vector512.Narrow(Ones(a, ref noise, i), Ones(b, ref noise, i + 16));
            Vector512<ushort> second = Vector512.Narrow(Ones(c, ref noise, i + 32), Ones(d, ref noise, i + 48));
            (Vector512.Narrow(first, second) & Vector512<byte>.One).StoreUnsafe(ref destination, i);
        }
        return count;

        static Vector512<uint> Ones(Vector512<uint> levels, ref uint noise, nuint offset)
        {
            Vector512<uint> thresholds = levels * Repeat;
            return Vector512.LessThan(Vector512.LoadUnsafe(ref noise, offset), thresholds)
                | Vector512.Equals(thresholds, Vector512<uint>.AllBitsSet);
        }
    }

    internal static int Draw256(ReadOnlySpan<byte> pixels, ReadOnlySpan<uint> words, Span<byte> binary)
    {
        ref byte source = ref MemoryMarshal.GetReference(pixels);
        ref uint noise = ref MemoryMarshal.GetReference(words);
        ref byte destination = ref MemoryMarshal.GetReference(binary);
        int count = pixels.Length & ~31;
        for (nuint i = 0; i < (nuint)count; i += 32)
        {
            (Vector256<ushort> lower, Vector256<ushort> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            (Vector256<uint> a, Vector256<uint> b) = Vector256.Widen(lower);
            (Vector256<uint> c, Vector256<uint> d) = Vector256.Widen(upper);
            Vector256<ushort> first = Vector256.Narrow(Ones(a, ref noise, i), Ones(b, ref noise, i + 8));
            Vector256<ushort> second = Vector256.Narrow(Ones(c, ref noise, i + 16), Ones(d, ref noise, i + 24));
            (Vector256.Narrow(first, second) & Vector256<byte>.One).StoreUnsafe(ref destination, i);
        }
        return count;

        static Vector256<uint> Ones(Vector256<uint> levels, ref uint noise, nuint offset)
        {
            Vector256<uint> thresholds = levels * Repeat;
            return Vector256.LessThan(Vector256.LoadUnsafe(ref noise, offset), thresholds)
                | Vector256.Equals(thresholds, Vector256<uint>.AllBitsSet);
        }
    }

    internal static int Draw128(ReadOnlySpan<byte> pixels, ReadOnlySpan<uint> words, Span<byte> binary)
    {
        ref byte source = ref MemoryMarshal.GetReference(pixels);
        ref uint noise = ref MemoryMarshal.GetReference(words);
        ref byte destination = ref MemoryMarshal.GetReference(binary);
        int count = pixels.Length & ~15;
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref source, i));
            (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(lower);
            (Vector128<uint> c, Vector128<uint> d) = Vector128.Widen(upper);
            Vector128<ushort> first = Vector128.Narrow(Ones(a, ref noise, i), Ones(b, ref noise, i + 4));
            Vector128<ushort> second = Vector128.Narrow(Ones(c, ref noise, i + 8), Ones(d, ref noise, i + 12));
            (Vector128.Narrow(first, second) & Vector128<byte>.One).StoreUnsafe(ref destination, i);
        }
        return count;

        static Vector128<uint> Ones(Vector128<uint> levels, ref uint noise, nuint offset)
        {
            Vector128<uint> thresholds = levels * Repeat;
            return Vector128.LessThan(Vector128.LoadUnsafe(ref noise, offset), thresholds)
                | Vector128.Equals(thresholds, Vector128<uint>.AllBitsSet);
        }
    }
}
