using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>
/// The aggregate posterior q(z) = E_x q(z | x) latent by latent, at any number of codes. <c>aggregate_kl_marginals</c> is
/// Σ_n KL(q(z_n) ‖ p(z_n)), and <c>mutual_information_marginals</c> is Σ_n I(x; z_n) with I(x; z_n) = H(q(z_n)) − E_x H(q(z_n | x)). With
/// the total correlation TC = KL(q(z) ‖ Π_n q(z_n)) ≥ 0, which they leave out, they are bounds: KL(q(z) ‖ p(z)) is TC above the first and
/// I(x; z) is TC below the second; equal where the latents are independent over the images. Nats; x is uniform over the split's images. In
/// <c>latents.csv</c>, <c>kl</c> is E_x KL(q(z_n | x) ‖ p(z_n)), the sum of the two terms a latent.
/// </summary>
public sealed class AggregateMarginals(LatentShape shape) : IMetric
{
    private readonly PosteriorMean _mean = new(shape);
    private readonly double[] _negativeEntropies = new double[shape.Latents];
    private readonly double[] _logPrior = new double[shape.Width];

    /// <inheritdoc/>
    public void Begin()
    {
        _mean.Clear();
        Array.Clear(_negativeEntropies);
    }

    /// <inheritdoc/>
    public void Add(EvaluatedBatch batch)
    {
        _mean.Add(batch.Posterior);
        batch.LogPrior.Span.CopyTo(_logPrior);
        ReadOnlySpan<Real> p = batch.Posterior.Probabilities.Span, log = batch.Posterior.LogProbabilities.Span;
        for (int i = 0; i < p.Length; i++)
        {
            if (p[i] > 0) _negativeEntropies[i % shape.Width / shape.Categories] += (double)p[i] * log[i];
        }
    }

    /// <inheritdoc/>
    public void End(MetricReport report)
    {
        double[] divergences = new double[shape.Latents], information = new double[shape.Latents], sums = new double[shape.Latents];
        for (int n = 0; n < shape.Latents; n++)
        {
            double entropy = _mean.Entropy(n);
            // Not below 0 but by rounding.
            information[n] = Math.Max(0, entropy + _negativeEntropies[n] / _mean.Count);
            divergences[n] = Math.Max(0, -entropy - CrossEntropy(n));
            sums[n] = divergences[n] + information[n];
        }
        report.Add("aggregate_kl_marginals", divergences.Sum());
        report.Add("mutual_information_marginals", information.Sum());
        report.AddLatents("kl", sums);
        report.AddLatents("mutual_information", information);
        report.AddLatents("aggregate_kl", divergences);
    }

    // Σ_k q(z_n = k) ln p(z_n = k).
    private double CrossEntropy(int latent)
    {
        double sum = 0;
        for (int i = latent * shape.Categories; i < (latent + 1) * shape.Categories; i++)
            if (_mean[i] > 0) sum += _mean[i] * _logPrior[i];
        return sum;
    }
}
