using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>
/// The importance-weighted bound of ln p(x), nats per datum: L_S = E ln (1 / S) Σ_s p(x, z_s) / q(z_s | x), z_s ~ q(z | x). It is the ELBO
/// at S = 1, does not fall with S and tends to ln p(x). Burda, Grosse and Salakhutdinov, 2016, arXiv 1509.00519. The weights are summed as
/// they come, so that memory does not grow with S; sample s of a minibatch draws from lane s + 1 of its noise.
/// </summary>
public sealed class LogLikelihoodBound : IMetric
{
    private readonly int _samples;
    private readonly CategoricalSample _sample;
    private LogSumExp[] _weights = [];
    private Real[] _losses = [];
    private double _sum;
    private long _count;

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="MetricNotApplicableException">No number of samples is set.</exception>
    public LogLikelihoodBound(MetricContext context)
    {
        if (context.ImportanceSamples < 1)
            throw new MetricNotApplicableException("'log-likelihood-bound' needs evaluation:importanceSamples of 1 or more");
        _samples = context.ImportanceSamples;
        _sample = new CategoricalSample(context.Shape);
    }

    /// <inheritdoc/>
    public void Begin() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    public void Add(EvaluatedBatch batch)
    {
        int count = batch.Images.Count;
        if (_losses.Length < count) (_losses, _weights) = (new Real[count], new LogSumExp[count]);
        Array.Fill(_weights, new LogSumExp(), 0, count);
        Span<Real> losses = _losses.AsSpan(0, count);
        for (int s = 1; s <= _samples; s++)
        {
            Matrix codes = _sample.Draw(batch.Posterior, batch.Noise, lane: s + 1);
            batch.Model.Backend.BernoulliLoss(batch.Model.Decode(codes), batch.Images, losses, gradient: false);
            for (int b = 0; b < count; b++) _weights[b].Add(LogRatio(batch, codes, b) - losses[b]);
        }
        for (int b = 0; b < count; b++) _sum += _weights[b].Value - Math.Log(_samples);
        _count += count;
    }

    /// <inheritdoc/>
    public void End(MetricReport report) => report.Add("log_likelihood_bound", _sum / _count);

    // ln p(z) − ln q(z | x).
    private static double LogRatio(EvaluatedBatch batch, Matrix codes, int datum)
    {
        ReadOnlySpan<Real> z = codes.Row(datum), log = batch.Posterior.LogProbabilities.Row(datum);
        ReadOnlySpan<double> prior = batch.LogPrior.Span;
        double ratio = 0;
        for (int i = 0; i < z.Length; i++)
            if (z[i] != 0) ratio += prior[i] - log[i];
        return ratio;
    }
}
