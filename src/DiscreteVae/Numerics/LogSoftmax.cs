using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Numerics;

/// <summary>
/// Log-softmax and softmax over groups of K neighbours: ln p_k = θ_k − m − ln Σ_j exp(θ_j − m) with m = max θ, which neither
/// overflows nor loses ln p where p underflows.
/// </summary>
public static class LogSoftmax
{
    private const int NumbersOfPiece = 1024;

    /// <summary>
    /// Of θ scaled by <paramref name="scale"/> (1, or 1 / τ). Both results are overwritten; all are R × N·K. A NaN among the logits of
    /// a group makes that group NaN.
    /// </summary>
    public static void Forward(Matrix logits, int categories, Real scale, Matrix logProbabilities, Matrix probabilities)
    {
        int piece = GroupsOfPiece(categories) * categories, length = logits.Span.Length;
        for (int start = 0; start < length; start += piece)
        {
            int count = Math.Min(piece, length - start);
            Forward(logits.Span.Slice(start, count), categories, scale, logProbabilities.Span.Slice(start, count),
                probabilities.Span.Slice(start, count));
        }
    }

    /// <summary>
    /// Groups that are done together: enough numbers for the vector loops, and few enough for the first-level cache. A multiple of
    /// <see cref="RandomStream.BlockWords"/>, so that noise for a piece is a part of the noise for all.
    /// </summary>
    internal static int GroupsOfPiece(int categories) =>
        Math.Max(1, NumbersOfPiece / categories / RandomStream.BlockWords) * RandomStream.BlockWords;

    /// <summary>The same of one piece, at most <see cref="GroupsOfPiece"/> groups, in one pass through the cache.</summary>
    internal static void Forward(ReadOnlySpan<Real> logits, int categories, Real scale, Span<Real> log, Span<Real> p)
    {
        int groups = logits.Length / categories;
        // What lies beyond the spans is out of bounds for the references below, and the stack is small.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups, GroupsOfPiece(categories));
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, groups * categories);
        ArgumentOutOfRangeException.ThrowIfLessThan(log.Length, logits.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(p.Length, logits.Length);
        Span<Real> sums = stackalloc Real[groups], logSums = stackalloc Real[groups];
        ref Real theta = ref MemoryMarshal.GetReference(logits);
        ref Real logarithm = ref MemoryMarshal.GetReference(log);
        ref Real probability = ref MemoryMarshal.GetReference(p);
        for (int start = 0; start < logits.Length; start += categories)
        {
            ref Real group = ref Unsafe.Add(ref theta, start);
            Subtract(ref group, Maximum(ref group, categories), scale, ref Unsafe.Add(ref logarithm, start), categories);
        }
        // One exponential and one logarithm over the whole piece: K is too short for a vector loop a group.
        TensorPrimitives.Exp(log, p);
        for (int g = 0; g < groups; g++) sums[g] = Sum(ref Unsafe.Add(ref probability, g * categories), categories);
        TensorPrimitives.Log(sums, logSums);
        for (int g = 0; g < groups; g++)
        {
            ref Real group = ref Unsafe.Add(ref logarithm, g * categories);
            Multiply(ref Unsafe.Add(ref probability, g * categories), 1 / sums[g], categories);
            Subtract(ref group, logSums[g], 1, ref group, categories);
        }
    }

    // Whatever a NaN makes of the maximum, it is itself among the exponentials. The last vector may overlap the one before. These are
    // inlined: a group is often no more than a vector, and four calls a group cost more than its arithmetic.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Real Maximum(ref Real group, int count)
    {
        if (count < Vector256<Real>.Count)
        {
            Real greatest = group;
            for (int k = 1; k < count; k++) greatest = Real.MaxNative(greatest, Unsafe.Add(ref group, k));
            return greatest;
        }
        int last = count - Vector256<Real>.Count;
        var vector = Vector256.LoadUnsafe(ref group, (nuint)last);
        for (int k = 0; k < last; k += Vector256<Real>.Count)
            vector = Vector256.MaxNative(vector, Vector256.LoadUnsafe(ref group, (nuint)k));
        var half = Vector128.MaxNative(vector.GetLower(), vector.GetUpper());
        Real maximum = half[0];
        for (int lane = 1; lane < Vector128<Real>.Count; lane++) maximum = Real.MaxNative(maximum, half[lane]);
        return maximum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Real Sum(ref Real group, int count)
    {
        int k = 0;
        Vector256<Real> sums = default;
        for (; k <= count - Vector256<Real>.Count; k += Vector256<Real>.Count) sums += Vector256.LoadUnsafe(ref group, (nuint)k);
        Real sum = k > 0 ? Vector256.Sum(sums) : 0;
        for (; k < count; k++) sum += Unsafe.Add(ref group, k);
        return sum;
    }

    // result = (values − subtrahend) · scale
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(ref Real values, Real subtrahend, Real scale, ref Real result, int count)
    {
        int k = 0;
        for (; k <= count - Vector256<Real>.Count; k += Vector256<Real>.Count)
            ((Vector256.LoadUnsafe(ref values, (nuint)k) - Vector256.Create(subtrahend)) * scale).StoreUnsafe(ref result, (nuint)k);
        for (; k < count; k++) Unsafe.Add(ref result, k) = (Unsafe.Add(ref values, k) - subtrahend) * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref Real values, Real factor, int count)
    {
        int k = 0;
        for (; k <= count - Vector256<Real>.Count; k += Vector256<Real>.Count)
            (Vector256.LoadUnsafe(ref values, (nuint)k) * factor).StoreUnsafe(ref values, (nuint)k);
        for (; k < count; k++) Unsafe.Add(ref values, k) *= factor;
    }
}
