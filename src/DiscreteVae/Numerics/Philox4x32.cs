using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DiscreteVae.Numerics;

/// <summary>
/// Philox4x32 with ten rounds (Salmon et al., SC 2011): 128 bits of counter and 64 bits of key to 128 random bits. The vector
/// paths run 16 or 4 counters side by side in 64-bit lanes and give the same words as the scalar one.
/// </summary>
internal static class Philox4x32
{
    private const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Fills with the words of counters (firstBlock, c1, c2, c3), (firstBlock + 1, c1, c2, c3), and so on.</summary>
    public static void Fill(Span<uint> destination, uint k0, uint k1, uint c1, uint c2, uint c3, uint firstBlock = 0)
    {
        uint block = firstBlock;
        if (Avx512F.IsSupported)
        {
            for (; destination.Length >= 64; destination = destination[64..], block += 16)
                Sixteen(ref MemoryMarshal.GetReference(destination), k0, k1, block, c1, c2, c3);
        }
        if (Avx2.IsSupported || AdvSimd.IsSupported)
        {
            for (; destination.Length >= 16; destination = destination[16..], block += 4)
                Four(ref MemoryMarshal.GetReference(destination), k0, k1, block, c1, c2, c3);
        }
        Span<uint> words = stackalloc uint[4];
        for (; destination.Length > 0; block++)
        {
            One(words, k0, k1, block, c1, c2, c3);
            int count = Math.Min(4, destination.Length);
            words[..count].CopyTo(destination);
            destination = destination[count..];
        }
    }

    /// <summary>One counter: the reference that the vector paths are tested against.</summary>
    public static void One(Span<uint> words, uint k0, uint k1, uint c0, uint c1, uint c2, uint c3)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierA * c0, b = (ulong)MultiplierB * c2;
            (c0, c1, c2, c3) = ((uint)(b >> 32) ^ c1 ^ k0, (uint)b, (uint)(a >> 32) ^ c3 ^ k1, (uint)a);
            k0 += WeylA;
            k1 += WeylB;
        }
        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }

    // Each 64-bit lane holds one counter's word in its lower half; the upper half may hold anything, since the widening multiply and
    // the final narrowing look at the lower half only. Two vectors of counters: a round waits for its multiplications, and the other
    // vector's fit in meanwhile.
    private static void Sixteen(ref uint destination, uint k0, uint k1, uint block, uint word1, uint word2, uint word3)
    {
        Vector512<ulong> c0 = Vector512.Create((ulong)block) + Vector512.Create(0ul, 1, 2, 3, 4, 5, 6, 7);
        Vector512<ulong> c1 = Vector512.Create((ulong)word1), c2 = Vector512.Create((ulong)word2), c3 = Vector512.Create((ulong)word3);
        Vector512<ulong> d0 = c0 + Vector512.Create(8ul), d1 = c1, d2 = c2, d3 = c3;
        for (int round = 0; round < Rounds; round++)
        {
            Vector512<ulong> first = Vector512.Create((ulong)k0), second = Vector512.Create((ulong)k1);
            (c0, c1, c2, c3) = Round(c0, c1, c2, c3, first, second);
            (d0, d1, d2, d3) = Round(d0, d1, d2, d3, first, second);
            k0 += WeylA;
            k1 += WeylB;
        }
        Store(ref destination, c0, c1, c2, c3);
        Store(ref Unsafe.Add(ref destination, 32), d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong>, Vector512<ulong>, Vector512<ulong>, Vector512<ulong>) Round(Vector512<ulong> c0, Vector512<ulong> c1,
        Vector512<ulong> c2, Vector512<ulong> c3, Vector512<ulong> k0, Vector512<ulong> k1)
    {
        Vector512<ulong> a = Avx512F.Multiply(Vector512.Create((ulong)MultiplierA).AsUInt32(), c0.AsUInt32());
        Vector512<ulong> b = Avx512F.Multiply(Vector512.Create((ulong)MultiplierB).AsUInt32(), c2.AsUInt32());
        return ((b >>> 32) ^ c1 ^ k0, b, (a >>> 32) ^ c3 ^ k1, a);
    }

    // The words of eight counters, counter after counter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref uint destination, Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3)
    {
        Vector512<ulong> low = Vector512.Create(0xFFFFFFFFul);
        Vector512<ulong> first = (c0 & low) | (c1 << 32), second = (c2 & low) | (c3 << 32);
        Vector512<ulong> lower = Avx512F.UnpackLow(first, second), upper = Avx512F.UnpackHigh(first, second);
        Vector512<ulong> head = Avx512F.PermuteVar8x64x2(lower, Vector512.Create(0ul, 1, 8, 9, 2, 3, 10, 11), upper);
        Vector512<ulong> tail = Avx512F.PermuteVar8x64x2(lower, Vector512.Create(4ul, 5, 12, 13, 6, 7, 14, 15), upper);
        head.AsUInt32().StoreUnsafe(ref destination);
        tail.AsUInt32().StoreUnsafe(ref destination, 16);
    }

    private static void Four(ref uint destination, uint k0, uint k1, uint block, uint word1, uint word2, uint word3)
    {
        Vector256<ulong> c0 = Vector256.Create((ulong)block) + Vector256.Create(0ul, 1, 2, 3);
        Vector256<ulong> c1 = Vector256.Create((ulong)word1), c2 = Vector256.Create((ulong)word2), c3 = Vector256.Create((ulong)word3);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> a = Multiply(c0, MultiplierA), b = Multiply(c2, MultiplierB);
            (c0, c1, c2, c3) = ((b >>> 32) ^ c1 ^ Vector256.Create((ulong)k0), b, (a >>> 32) ^ c3 ^ Vector256.Create((ulong)k1), a);
            k0 += WeylA;
            k1 += WeylB;
        }
        Vector256<ulong> low = Vector256.Create(0xFFFFFFFFul);
        Vector256<ulong> first = (c0 & low) | (c1 << 32), second = (c2 & low) | (c3 << 32);
        for (int counter = 0; counter < 4; counter++)
        {
            Vector128.Create(first[counter], second[counter]).AsUInt32().StoreUnsafe(ref destination, (nuint)(4 * counter));
        }
    }

    private static Vector256<ulong> Multiply(Vector256<ulong> lanes, uint multiplier)
    {
        if (Avx2.IsSupported) return Avx2.Multiply(lanes.AsUInt32(), Vector256.Create((ulong)multiplier).AsUInt32());
        Vector64<uint> lower = AdvSimd.ExtractNarrowingLower(lanes.GetLower()), upper = AdvSimd.ExtractNarrowingLower(lanes.GetUpper());
        return Vector256.Create(AdvSimd.MultiplyWideningLower(lower, Vector64.Create(multiplier)),
            AdvSimd.MultiplyWideningLower(upper, Vector64.Create(multiplier)));
    }
}
