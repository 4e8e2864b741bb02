using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>Writes a weight tile, 8 inputs × 32 outputs, into the transposed copy: 32 rows of 8 inputs, one an output.</summary>
internal static unsafe class Transposition
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* tile, float* transposed)
    {
        if (Avx.IsSupported)
        {
            for (int output = 0; output < Blocked.Width; output += 8) Eight(tile + output, transposed + output * Blocked.Width);
            return;
        }
        WriteByFours(tile, transposed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WriteByFours(float* tile, float* transposed)
    {
        for (int input = 0; input < Blocked.GradientInputs; input += 4)
        {
            for (int output = 0; output < Blocked.Width; output += 4)
            {
                Four(tile + input * Blocked.Width + output, transposed + output * Blocked.Width + input);
            }
        }
    }

    // Pairs, then quads, then halves: three rounds of two-operand shuffles turn 8 rows into 8 columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* from, float* to)
    {
        const int Stride = Blocked.Width;
        Vector256<float> r0 = Vector256.Load(from), r1 = Vector256.Load(from + Stride), r2 = Vector256.Load(from + 2 * Stride);
        Vector256<float> r3 = Vector256.Load(from + 3 * Stride), r4 = Vector256.Load(from + 4 * Stride);
        Vector256<float> r5 = Vector256.Load(from + 5 * Stride), r6 = Vector256.Load(from + 6 * Stride);
        Vector256<float> r7 = Vector256.Load(from + 7 * Stride);
        Vector256<float> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1);
        Vector256<float> p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> p4 = Avx.UnpackLow(r4, r5), p5 = Avx.UnpackHigh(r4, r5);
        Vector256<float> p6 = Avx.UnpackLow(r6, r7), p7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> q0 = Avx.Shuffle(p0, p2, 0x44), q1 = Avx.Shuffle(p0, p2, 0xEE), q2 = Avx.Shuffle(p1, p3, 0x44);
        Vector256<float> q3 = Avx.Shuffle(p1, p3, 0xEE), q4 = Avx.Shuffle(p4, p6, 0x44), q5 = Avx.Shuffle(p4, p6, 0xEE);
        Vector256<float> q6 = Avx.Shuffle(p5, p7, 0x44), q7 = Avx.Shuffle(p5, p7, 0xEE);
        Avx.Permute2x128(q0, q4, 0x20).Store(to);
        Avx.Permute2x128(q1, q5, 0x20).Store(to + Stride);
        Avx.Permute2x128(q2, q6, 0x20).Store(to + 2 * Stride);
        Avx.Permute2x128(q3, q7, 0x20).Store(to + 3 * Stride);
        Avx.Permute2x128(q0, q4, 0x31).Store(to + 4 * Stride);
        Avx.Permute2x128(q1, q5, 0x31).Store(to + 5 * Stride);
        Avx.Permute2x128(q2, q6, 0x31).Store(to + 6 * Stride);
        Avx.Permute2x128(q3, q7, 0x31).Store(to + 7 * Stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* from, float* to)
    {
        const int Stride = Blocked.Width;
        Vector128<float> r0 = Vector128.Load(from), r1 = Vector128.Load(from + Stride);
        Vector128<float> r2 = Vector128.Load(from + 2 * Stride), r3 = Vector128.Load(from + 3 * Stride);
        Vector128<float> p0 = InterleaveLow(r0, r2), p1 = InterleaveHigh(r0, r2);
        Vector128<float> p2 = InterleaveLow(r1, r3), p3 = InterleaveHigh(r1, r3);
        InterleaveLow(p0, p2).Store(to);
        InterleaveHigh(p0, p2).Store(to + Stride);
        InterleaveLow(p1, p3).Store(to + 2 * Stride);
        InterleaveHigh(p1, p3).Store(to + 3 * Stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(a, b);
        return Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
