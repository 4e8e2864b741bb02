using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Backends;

/// <summary>
/// The float32 arithmetic this machine can do at most: fused multiply-adds of registers on registers, at the widest vectors the
/// runtime uses. No product of matrices is faster, whatever library computes it.
/// </summary>
public static unsafe class FmaPeak
{
    // Enough independent chains to cover 4 cycles of latency at 2 instructions a cycle, few enough for 16 registers.
    private const int Chains = 12;
    private const int Repetitions = 20_000;

    // Kilobytes, which any first-level cache holds.
    private const int CachedFloats = 1024;

    /// <summary>Bits of the vectors in use: 512, 256 or 128.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Measures GFLOP/s of <paramref name="threads"/> threads together, two operations a multiply-add.</summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="clock">Gives the time.</param>
    /// <param name="duration">How long each thread computes; the best stretch of it counts.</param>
    public static double Measure(int threads, TimeProvider clock, TimeSpan duration) =>
        MeasureTogether(threads, () => MeasureThread(clock, duration, fromCache: false).Best);

    /// <summary>
    /// Measures what is left of the peak to <paramref name="threads"/> threads at present, in GFLOP/s: the mean rate of multiply-adds of which
    /// every second one reads an operand from the first-level cache, as a product's do. On an idle machine that is the peak too. Below it are
    /// the shares of other programs, and of other tenants whose threads run on the same cores.
    /// </summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="clock">Gives the time.</param>
    /// <param name="duration">How long each thread computes.</param>
    public static double MeasurePresent(int threads, TimeProvider clock, TimeSpan duration) =>
        MeasureTogether(threads, () => MeasureThread(clock, duration, fromCache: true).Mean);

    private static double MeasureTogether(int threads, Func<double> measureThread)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1) return measureThread();
        var rates = new double[threads];
        using var start = new Barrier(threads);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            rates[t] = measureThread();
        }) { IsBackground = true })];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return rates.Sum();
    }

    private static (double Best, double Mean) MeasureThread(TimeProvider clock, TimeSpan duration, bool fromCache)
    {
        // The first call compiles, which can outlast a short measurement.
        double best = 0, sum = Multiply(1, fromCache), spent = 0;
        long begin = clock.GetTimestamp();
        int stretches = 0;
        do
        {
            long timestamp = clock.GetTimestamp();
            sum += Multiply(Repetitions, fromCache);
            double seconds = clock.GetElapsedTime(timestamp).TotalSeconds;
            spent += seconds;
            stretches++;
            if (seconds > 0) best = Math.Max(best, OperationsOfStretch / seconds);
        }
        while (clock.GetElapsedTime(begin) < duration);
        // The sum is finite and above 0: using it keeps the arithmetic from being optimised away.
        return sum > 0 && spent > 0 ? (best * 1e-9, stretches * OperationsOfStretch / spent * 1e-9) : (0, 0);
    }

    private static double OperationsOfStretch => 2.0 * Chains * Repetitions * (VectorBits / 32);

    private static float Multiply(int repetitions, bool fromCache) =>
        fromCache ? Multiply<Cached>(repetitions) : Multiply<InRegister>(repetitions);

    private static float Multiply<TOperand>(int repetitions) where TOperand : struct, IOperand => VectorBits switch
    {
        512 => Multiply<Ops512, Vector512<float>, TOperand>(repetitions),
        256 => Multiply<Ops256, Vector256<float>, TOperand>(repetitions),
        _ => Multiply<Ops128, Vector128<float>, TOperand>(repetitions),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Multiply<TOps, TVector, TOperand>(int repetitions)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
        where TOperand : struct, IOperand
    {
        float* cached = stackalloc float[CachedFloats + Blocked.Line];
        // A vector that lies in two cache lines is two reads.
        cached = (float*)(((nint)cached + 63) & -64);
        new Span<float>(cached, CachedFloats).Fill(0.5f);
        // x ← x · 0.5 + 0.5 tends to 1: no overflow and no denormal number.
        TVector half = TOps.Create(0.5f);
        TVector a0 = half, a1 = half, a2 = half, a3 = half, a4 = half, a5 = half;
        TVector a6 = half, a7 = half, a8 = half, a9 = half, a10 = half, a11 = half;
        for (int i = 0; i < repetitions; i++)
        {
            // Where it lies changes, or it would be read before the loop.
            float* b = cached + (i & 7) * (CachedFloats / 8);
            (a0, a1) = (TOps.MultiplyAdd(a0, half, half), TOps.MultiplyAdd(a1, Operand<TOps, TVector, TOperand>(b, 0, half), half));
            (a2, a3) = (TOps.MultiplyAdd(a2, half, half), TOps.MultiplyAdd(a3, Operand<TOps, TVector, TOperand>(b, 1, half), half));
            (a4, a5) = (TOps.MultiplyAdd(a4, half, half), TOps.MultiplyAdd(a5, Operand<TOps, TVector, TOperand>(b, 2, half), half));
            (a6, a7) = (TOps.MultiplyAdd(a6, half, half), TOps.MultiplyAdd(a7, Operand<TOps, TVector, TOperand>(b, 3, half), half));
            (a8, a9) = (TOps.MultiplyAdd(a8, half, half), TOps.MultiplyAdd(a9, Operand<TOps, TVector, TOperand>(b, 4, half), half));
            (a10, a11) = (TOps.MultiplyAdd(a10, half, half), TOps.MultiplyAdd(a11, Operand<TOps, TVector, TOperand>(b, 5, half), half));
        }
        TVector sum = TOps.Add(TOps.Add(TOps.Add(a0, a1), TOps.Add(a2, a3)), TOps.Add(TOps.Add(a4, a5), TOps.Add(a6, a7)));
        TOps.Store(TOps.Add(sum, TOps.Add(TOps.Add(a8, a9), TOps.Add(a10, a11))), cached);
        return cached[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Operand<TOps, TVector, TOperand>(float* cached, int index, TVector register)
        where TOps : struct, IVectorOps<TVector>
        where TVector : struct
        where TOperand : struct, IOperand => TOperand.IsCached ? TOps.Load(cached + index * TOps.Width) : register;

    // As types, so that the JIT compiles a loop for each.
    private interface IOperand
    {
        static abstract bool IsCached { get; }
    }

    private readonly struct InRegister : IOperand
    {
        public static bool IsCached => false;
    }

    private readonly struct Cached : IOperand
    {
        public static bool IsCached => true;
    }
}
