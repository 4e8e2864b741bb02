using System.Numerics;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>The score of a categorical code by its logits, ∂ ln q(z) / ∂θ = z − p.</summary>
internal static class ScoreFunction
{
    /// <summary>
    /// Overwrites row b of <paramref name="gradient"/> with Σ_s w_s (z_s − p_b) over the samples of datum b: rows s·B + b of
    /// <paramref name="codes"/> and of <paramref name="weights"/>.
    /// </summary>
    public static void Weigh(Posterior posterior, Matrix codes, ReadOnlySpan<Real> weights, Matrix gradient)
    {
        gradient.WithRows(posterior.Count).Span.Clear();
        Add(posterior, codes, weights, gradient);
    }

    /// <summary>The same, added to what <paramref name="gradient"/> holds.</summary>
    public static void Add(Posterior posterior, Matrix codes, ReadOnlySpan<Real> weights, Matrix gradient)
    {
        int count = posterior.Count;
        for (int r = 0; r < codes.Rows; r++)
        {
            Real weight = weights[r];
            ReadOnlySpan<Real> z = codes.Row(r), p = posterior.Probabilities.Row(r % count);
            Span<Real> row = gradient.Row(r % count);
            int i = 0;
            for (; i <= row.Length - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                Vector<Real> difference = new Vector<Real>(z[i..]) - new Vector<Real>(p[i..]);
                (new Vector<Real>(row[i..]) + weight * difference).CopyTo(row[i..]);
            }
            for (; i < row.Length; i++) row[i] += weight * (z[i] - p[i]);
        }
    }

    /// <summary>Overwrites the B means with those of the samples of each datum; <paramref name="values"/> is S·B.</summary>
    public static void Means(ReadOnlySpan<Real> values, Span<Real> means)
    {
        means.Clear();
        for (int r = 0; r < values.Length; r++) means[r % means.Length] += values[r];
        Real samples = (Real)(values.Length / means.Length);
        for (int b = 0; b < means.Length; b++) means[b] /= samples;
    }
}
