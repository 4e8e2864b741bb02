using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>
/// What <see cref="AggregatePosterior"/> measures, where the codes are too many to enumerate: with one sample z_i ~ q(z | x_i) an image of
/// the split's M, <c>mutual_information_estimate</c> is (1 / M) Σ_i (ln q(z_i | x_i) − ln q(z_i)) and <c>aggregate_kl_estimate</c> is
/// (1 / M) Σ_i (ln q(z_i) − ln p(z_i)), nats. Since q(z_i) = (1 / M) Σ_j q(z_i | x_j) runs over all images, both are unbiased for the
/// split, not the minibatch estimates that ln B bounds. It holds M · N·K numbers and takes M² · N steps.
/// </summary>
public sealed class AggregatePosteriorEstimate(LatentShape shape) : IMetric
{
    private readonly List<Real[]> _logProbabilities = [];
    private readonly List<int[]> _codes = [];
    private double[] _logPrior = [];

    /// <inheritdoc/>
    public void Begin()
    {
        _logProbabilities.Clear();
        _codes.Clear();
    }

    /// <inheritdoc/>
    public void Add(EvaluatedBatch batch)
    {
        _logPrior = batch.LogPrior.ToArray();
        for (int b = 0; b < batch.Posterior.Count; b++)
        {
            _logProbabilities.Add(batch.Posterior.LogProbabilities.Row(b).ToArray());
            int[] code = new int[shape.Latents];
            for (int n = 0; n < code.Length; n++)
                code[n] = n * shape.Categories + batch.Codes.Row(b).Slice(n * shape.Categories, shape.Categories).IndexOf((Real)1);
            _codes.Add(code);
        }
    }

    /// <inheritdoc/>
    public void End(MetricReport report)
    {
        int count = _codes.Count;
        Real[] columns = Columns(), sums = new Real[count];
        double information = 0, divergence = 0;
        for (int i = 0; i < count; i++)
        {
            Array.Clear(sums);
            double prior = 0;
            foreach (int category in _codes[i])
            {
                TensorPrimitives.Add(sums, columns.AsSpan(category * count, count), sums);
                prior += _logPrior[category];
            }
            double own = sums[i], aggregate = LogMeanExp(sums);
            information += own - aggregate;
            divergence += aggregate - prior;
        }
        report.Add("aggregate_kl_estimate", divergence / count);
        report.Add("mutual_information_estimate", information / count);
    }

    // ln q(z_n = k | x_j) at (n · K + k) · M + j, so that a category's values of all images lie side by side.
    private Real[] Columns()
    {
        int count = _logProbabilities.Count;
        Real[] columns = new Real[shape.Width * count];
        for (int j = 0; j < count; j++)
            for (int i = 0; i < shape.Width; i++) columns[i * count + j] = _logProbabilities[j][i];
        return columns;
    }

    private static double LogMeanExp(Span<Real> values)
    {
        Real maximum = TensorPrimitives.Max<Real>(values);
        TensorPrimitives.Subtract(values, maximum, values);
        TensorPrimitives.Exp(values, values);
        return maximum + Math.Log((double)TensorPrimitives.Sum<Real>(values) / values.Length);
    }
}
