using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Backends;

/// <summary>
/// The float32 arithmetic this machine can do at most: fused multiply-adds of registers on registers, at the widest vectors the
/// runtime uses. No product of matrices is faster, whatever library computes it.
/// </summary>
public static class FmaPeak
{
    // Enough independent chains to cover 4 cycles of latency at 2 instructions a cycle, few enough for 16 registers.
    private const int Chains = 12;
    private const int Repetitions = 20_000;

    /// <summary>Bits of the vectors in use: 512, 256 or 128.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Measures GFLOP/s of <paramref name="threads"/> threads together, two operations a multiply-add.</summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="clock">Gives the time.</param>
    /// <param name="duration">How long each thread computes; the best stretch of it counts.</param>
    public static double Measure(int threads, TimeProvider clock, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1) return MeasureThread(clock, duration);
        var rates = new double[threads];
        using var start = new Barrier(threads);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            rates[t] = MeasureThread(clock, duration);
        }) { IsBackground = true })];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return rates.Sum();
    }

    private static double MeasureThread(TimeProvider clock, TimeSpan duration)
    {
        // The first call compiles, which can outlast a short measurement.
        double best = 0, sum = Multiply(1);
        long begin = clock.GetTimestamp();
        do
        {
            long timestamp = clock.GetTimestamp();
            sum += Multiply(Repetitions);
            double seconds = clock.GetElapsedTime(timestamp).TotalSeconds;
            if (seconds > 0) best = Math.Max(best, 2.0 * Chains * Repetitions * (VectorBits / 32) / seconds * 1e-9);
        }
        while (clock.GetElapsedTime(begin) < duration);
        // The sum is finite and above 0: using it keeps the arithmetic from being optimised away.
        return sum > 0 ? best : 0;
    }

    private static float Multiply(int repetitions) =>
        Vector512.IsHardwareAccelerated ? Multiply512(repetitions)
        : Vector256.IsHardwareAccelerated ? Multiply256(repetitions)
        : Multiply128(repetitions);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Multiply512(int repetitions)
    {
        // x ← x · 0.5 + 0.5 stays at 1: no overflow and no denormal number.
        Vector512<float> half = Vector512.Create(0.5f);
        Vector512<float> a0 = half, a1 = half, a2 = half, a3 = half, a4 = half, a5 = half;
        Vector512<float> a6 = half, a7 = half, a8 = half, a9 = half, a10 = half, a11 = half;
        for (int i = 0; i < repetitions; i++)
        {
            (a0, a1) = (Vector512.FusedMultiplyAdd(a0, half, half), Vector512.FusedMultiplyAdd(a1, half, half));
            (a2, a3) = (Vector512.FusedMultiplyAdd(a2, half, half), Vector512.FusedMultiplyAdd(a3, half, half));
            (a4, a5) = (Vector512.FusedMultiplyAdd(a4, half, half), Vector512.FusedMultiplyAdd(a5, half, half));
            (a6, a7) = (Vector512.FusedMultiplyAdd(a6, half, half), Vector512.FusedMultiplyAdd(a7, half, half));
            (a8, a9) = (Vector512.FusedMultiplyAdd(a8, half, half), Vector512.FusedMultiplyAdd(a9, half, half));
            (a10, a11) = (Vector512.FusedMultiplyAdd(a10, half, half), Vector512.FusedMultiplyAdd(a11, half, half));
        }
        return Vector512.Sum(((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)) + ((a8 + a9) + (a10 + a11)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Multiply256(int repetitions)
    {
        // x ← x · 0.5 + 0.5 stays at 1: no overflow and no denormal number.
        Vector256<float> half = Vector256.Create(0.5f);
        Vector256<float> a0 = half, a1 = half, a2 = half, a3 = half, a4 = half, a5 = half;
        Vector256<float> a6 = half, a7 = half, a8 = half, a9 = half, a10 = half, a11 = half;
        for (int i = 0; i < repetitions; i++)
        {
            (a0, a1) = (Vector256.FusedMultiplyAdd(a0, half, half), Vector256.FusedMultiplyAdd(a1, half, half));
            (a2, a3) = (Vector256.FusedMultiplyAdd(a2, half, half), Vector256.FusedMultiplyAdd(a3, half, half));
            (a4, a5) = (Vector256.FusedMultiplyAdd(a4, half, half), Vector256.FusedMultiplyAdd(a5, half, half));
            (a6, a7) = (Vector256.FusedMultiplyAdd(a6, half, half), Vector256.FusedMultiplyAdd(a7, half, half));
            (a8, a9) = (Vector256.FusedMultiplyAdd(a8, half, half), Vector256.FusedMultiplyAdd(a9, half, half));
            (a10, a11) = (Vector256.FusedMultiplyAdd(a10, half, half), Vector256.FusedMultiplyAdd(a11, half, half));
        }
        return Vector256.Sum(((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)) + ((a8 + a9) + (a10 + a11)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Multiply128(int repetitions)
    {
        // x ← x · 0.5 + 0.5 stays at 1: no overflow and no denormal number.
        Vector128<float> half = Vector128.Create(0.5f);
        Vector128<float> a0 = half, a1 = half, a2 = half, a3 = half, a4 = half, a5 = half;
        Vector128<float> a6 = half, a7 = half, a8 = half, a9 = half, a10 = half, a11 = half;
        for (int i = 0; i < repetitions; i++)
        {
            (a0, a1) = (Vector128.FusedMultiplyAdd(a0, half, half), Vector128.FusedMultiplyAdd(a1, half, half));
            (a2, a3) = (Vector128.FusedMultiplyAdd(a2, half, half), Vector128.FusedMultiplyAdd(a3, half, half));
            (a4, a5) = (Vector128.FusedMultiplyAdd(a4, half, half), Vector128.FusedMultiplyAdd(a5, half, half));
            (a6, a7) = (Vector128.FusedMultiplyAdd(a6, half, half), Vector128.FusedMultiplyAdd(a7, half, half));
            (a8, a9) = (Vector128.FusedMultiplyAdd(a8, half, half), Vector128.FusedMultiplyAdd(a9, half, half));
            (a10, a11) = (Vector128.FusedMultiplyAdd(a10, half, half), Vector128.FusedMultiplyAdd(a11, half, half));
        }
        return Vector128.Sum(((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)) + ((a8 + a9) + (a10 + a11)));
    }
}
