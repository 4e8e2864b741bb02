using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>
/// Active units: how many latents' posteriors depend on the image. Burda, Grosse and Salakhutdinov (2016, arXiv 1509.00519) call a
/// real unit active where Var_x(E[z | x]) &gt; 0.01. The mean of a one-hot latent is its vector of probabilities, so here latent n is
/// active where the trace of that vector's covariance, Σ_k Var_x(q(z_n = k | x)), exceeds 0.01; it lies between 0 and 1 − 1 / K.
/// In <c>latents.csv</c> it is <c>posterior_variance</c>.
/// </summary>
public sealed class ActiveUnits(LatentShape shape) : IMetric
{
    /// <summary>The published threshold.</summary>
    public const double Threshold = 0.01;

    private readonly PosteriorMean _mean = new(shape);
    private readonly double[] _squares = new double[shape.Latents];

    /// <inheritdoc/>
    public void Begin()
    {
        _mean.Clear();
        Array.Clear(_squares);
    }

    /// <inheritdoc/>
    public void Add(EvaluatedBatch batch)
    {
        _mean.Add(batch.Posterior);
        ReadOnlySpan<Real> p = batch.Posterior.Probabilities.Span;
        for (int i = 0; i < p.Length; i++) _squares[i % shape.Width / shape.Categories] += (double)p[i] * p[i];
    }

    /// <inheritdoc/>
    public void End(MetricReport report)
    {
        double[] variances = [.. Enumerable.Range(0, shape.Latents).Select(Variance)];
        report.Add("active_units", variances.Count(variance => variance > Threshold));
        report.AddLatents("posterior_variance", variances);
    }

    private double Variance(int latent)
    {
        double variance = _squares[latent] / _mean.Count;
        for (int i = latent * shape.Categories; i < (latent + 1) * shape.Categories; i++) variance -= _mean[i] * _mean[i];
        return Math.Max(variance, 0);
    }
}
