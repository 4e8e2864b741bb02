using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>
/// Code perplexity: exp(H(q(z_n))) with q(z_n) = E_x q(z_n | x), how many of a latent's K categories are in use over the images: 1 where
/// every image has the same, K where all are used equally. Reported as the mean over latents and, in <c>latents.csv</c>, for each. It
/// is that of VQ-VAEs (van den Oord, Vinyals and Kavukcuoglu, 2017, arXiv 1711.00937), over probabilities instead of counts. It says
/// nothing of whether the code tells images apart: a posterior that is uniform for every image has perplexity K.
/// </summary>
public sealed class CodePerplexity(LatentShape shape) : IMetric
{
    private readonly PosteriorMean _mean = new(shape);

    /// <inheritdoc/>
    public void Begin() => _mean.Clear();

    /// <inheritdoc/>
    public void Add(EvaluatedBatch batch) => _mean.Add(batch.Posterior);

    /// <inheritdoc/>
    public void End(MetricReport report)
    {
        double[] perplexities = [.. Enumerable.Range(0, shape.Latents).Select(n => Math.Exp(_mean.Entropy(n)))];
        report.Add("code_perplexity", perplexities.Average());
        report.AddLatents("code_perplexity", perplexities);
    }
}
