using System.Numerics.Tensors;

namespace DiscreteVae.Numerics;

/// <summary>
/// Log-softmax and softmax over groups of K neighbours: ln p_k = θ_k − m − ln Σ_j exp(θ_j − m) with m = max θ, which neither
/// overflows nor loses ln p where p underflows.
/// </summary>
public static class LogSoftmax
{
    /// <summary>
    /// Of θ scaled by <paramref name="scale"/> (1, or 1 / τ). Both results are overwritten; all are R × N·K. A NaN among the logits of a
    /// group makes that group NaN.
    /// </summary>
    public static void Forward(Matrix logits, int categories, Real scale, Matrix logProbabilities, Matrix probabilities)
    {
        Span<Real> log = logProbabilities.Span;
        logits.Span.CopyTo(log);
        for (int start = 0; start < log.Length; start += categories)
        {
            Span<Real> group = log.Slice(start, categories);
            Real maximum = group[0];
            for (int k = 1; k < group.Length; k++) maximum = Real.Max(maximum, group[k]);
            for (int k = 0; k < group.Length; k++) group[k] = (group[k] - maximum) * scale;
        }
        // One vectorised exponential over the whole minibatch: K is too short for a vector loop a group.
        Span<Real> p = probabilities.Span;
        TensorPrimitives.Exp(log, p);
        for (int start = 0; start < log.Length; start += categories)
        {
            Span<Real> group = p.Slice(start, categories), logGroup = log.Slice(start, categories);
            Real sum = 0;
            for (int k = 0; k < group.Length; k++) sum += group[k];
            Real inverse = 1 / sum, logSum = Real.Log(sum);
            for (int k = 0; k < group.Length; k++)
            {
                group[k] *= inverse;
                logGroup[k] -= logSum;
            }
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
}
