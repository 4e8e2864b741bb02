using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Numerics;

/// <summary>
/// Log-softmax and softmax over groups of K neighbours: ln p_k = θ_k − m − ln Σ_j exp(θ_j − m) with m = max θ, which neither
/// overflows nor loses ln p where p underflows.
/// </summary>
public static class LogSoftmax
{
    /// <summary>
    /// Of θ scaled by <paramref name="scale"/> (1, or 1 / τ). Both results are overwritten; all are R × N·K. A NaN among the logits of
    /// a group makes that group NaN.
    /// </summary>
    public static void Forward(Matrix logits, int categories, Real scale, Matrix logProbabilities, Matrix probabilities)
    {
        Span<Real> log = logProbabilities.Span;
        logits.Span.CopyTo(log);
        for (int start = 0; start < log.Length; start += categories)
        {
            Span<Real> group = log.Slice(start, categories);
            Subtract(group, Maximum(group), scale);
        }
        // One exponential over the whole minibatch: K is too short for a vector loop a group.
        Span<Real> p = probabilities.Span;
        TensorPrimitives.Exp(log, p);
        for (int start = 0; start < log.Length; start += categories)
        {
            Span<Real> group = p.Slice(start, categories), logGroup = log.Slice(start, categories);
            Real sum = Sum(group);
            Multiply(group, 1 / sum);
            Subtract(logGroup, Real.Log(sum), 1);
        }
    }

    /// <summary>
    /// The Jacobian of softmax(θ / τ) applied to v: J(q) v / τ with J(q) v = q ∘ (v − ⟨q, v⟩), per group of K. In place is allowed.
    /// </summary>
    /// <param name="probabilities">q = softmax(θ / τ).</param>
    /// <param name="upstream">v.</param>
    /// <param name="categories">K.</param>
    /// <param name="scale">The factor in front: 1 / τ for a tempered softmax.</param>
    /// <param name="gradient">Overwritten.</param>
    public static void SoftmaxBackward(Matrix probabilities, Matrix upstream, int categories, Real scale, Matrix gradient)
    {
        ReadOnlySpan<Real> q = probabilities.Span, v = upstream.Span;
        Span<Real> result = gradient.Span;
        for (int start = 0; start < q.Length; start += categories)
        {
            Real mean = 0;
            for (int k = start; k < start + categories; k++) mean += q[k] * v[k];
            for (int k = start; k < start + categories; k++) result[k] = scale * q[k] * (v[k] - mean);
        }
    }

    // Whatever a NaN makes of the maximum, it is itself among the exponentials. The last vector may overlap the one before.
    private static Real Maximum(ReadOnlySpan<Real> group)
    {
        if (group.Length < Vector256<Real>.Count)
        {
            Real greatest = group[0];
            for (int k = 1; k < group.Length; k++) greatest = Real.MaxNative(greatest, group[k]);
            return greatest;
        }
        var vector = Vector256.Create(group[^Vector256<Real>.Count..]);
        for (int k = 0; k < group.Length - Vector256<Real>.Count; k += Vector256<Real>.Count)
            vector = Vector256.MaxNative(vector, Vector256.Create(group[k..]));
        var half = Vector128.MaxNative(vector.GetLower(), vector.GetUpper());
        Real maximum = half[0];
        for (int lane = 1; lane < Vector128<Real>.Count; lane++) maximum = Real.MaxNative(maximum, half[lane]);
        return maximum;
    }

    private static Real Sum(ReadOnlySpan<Real> group)
    {
        int k = 0;
        Vector256<Real> sums = default;
        for (; k <= group.Length - Vector256<Real>.Count; k += Vector256<Real>.Count) sums += Vector256.Create(group[k..]);
        Real sum = k > 0 ? Vector256.Sum(sums) : 0;
        for (; k < group.Length; k++) sum += group[k];
        return sum;
    }

    // values = (values − subtrahend) · scale
    private static void Subtract(Span<Real> values, Real subtrahend, Real scale)
    {
        int k = 0;
        for (; k <= values.Length - Vector256<Real>.Count; k += Vector256<Real>.Count)
            ((Vector256.Create<Real>(values[k..]) - Vector256.Create(subtrahend)) * scale).CopyTo(values[k..]);
        for (; k < values.Length; k++) values[k] = (values[k] - subtrahend) * scale;
    }

    private static void Multiply(Span<Real> values, Real factor)
    {
        int k = 0;
        for (; k <= values.Length - Vector256<Real>.Count; k += Vector256<Real>.Count)
            (Vector256.Create<Real>(values[k..]) * factor).CopyTo(values[k..]);
        for (; k < values.Length; k++) values[k] *= factor;
    }
}
