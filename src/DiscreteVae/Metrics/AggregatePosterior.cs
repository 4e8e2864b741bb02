using System.Numerics.Tensors;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>
/// The aggregate posterior q(z) = E_x q(z | x) over all K^N codes, x uniform over the split's images: <c>aggregate_kl</c> is
/// KL(q(z) ‖ p(z)), exact, and <c>mutual_information</c> is I(x; z) = E_x KL(q(z | x) ‖ p(z)) − KL(q(z) ‖ p(z)), in nats and at most the
/// logarithm of the number of images. Hoffman and Johnson, "ELBO surgery", 2016.
/// </summary>
public sealed class AggregatePosterior : IMetric
{
    // Probabilities are held for so many codes times a minibatch.
    private const int BlockCodes = 4096;

    private readonly LatentShape _shape;
    private readonly CodeEnumeration _enumeration;
    private readonly double[] _sums;
    private readonly double[] _logPrior;
    private double[] _probabilities = [];
    private double _negativeEntropy;
    private long _count;

    /// <summary>Makes room for all codes.</summary>
    /// <exception cref="MetricNotApplicableException">The codes are more than the context allows.</exception>
    public AggregatePosterior(MetricContext context)
    {
        context.RequireEnumeration("aggregate-posterior");
        _shape = context.Shape;
        _enumeration = new CodeEnumeration(_shape, BlockCodes);
        _sums = new double[_enumeration.Count];
        _logPrior = new double[_shape.Width];
    }

    /// <inheritdoc/>
    public void Begin()
    {
        Array.Clear(_sums);
        (_negativeEntropy, _count) = (0, 0);
    }

    /// <inheritdoc/>
    public void Add(EvaluatedBatch batch)
    {
        int count = batch.Posterior.Count, block = _enumeration.BlockCodes;
        if (_probabilities.Length < block * count) _probabilities = new double[block * count];
        Span<double> probabilities = _probabilities.AsSpan(0, block * count);
        for (int i = 0; i < _enumeration.Blocks; i++)
        {
            _enumeration.Probabilities(batch.Posterior, i, probabilities);
            for (int c = 0; c < block; c++) _sums[i * block + c] += TensorPrimitives.Sum<double>(probabilities.Slice(c * count, count));
        }
        ReadOnlySpan<Real> p = batch.Posterior.Probabilities.Span, log = batch.Posterior.LogProbabilities.Span;
        for (int i = 0; i < p.Length; i++)
            if (p[i] > 0) _negativeEntropy += (double)p[i] * log[i];
        batch.LogPrior.Span.CopyTo(_logPrior);
        _count += count;
    }

    /// <inheritdoc/>
    public void End(MetricReport report)
    {
        double negativeEntropy = 0, crossEntropy = 0;
        for (int code = 0; code < _sums.Length; code++)
        {
            double q = _sums[code] / _count;
            if (q <= 0) continue;
            negativeEntropy += q * Math.Log(q);
            for (int n = 0, rest = code; n < _shape.Latents; n++, rest /= _shape.Categories)
                crossEntropy += q * _logPrior[n * _shape.Categories + rest % _shape.Categories];
        }
        // Neither is below 0 but by rounding.
        report.Add("aggregate_kl", Math.Max(0, negativeEntropy - crossEntropy));
        report.Add("mutual_information", Math.Max(0, _negativeEntropy / _count - negativeEntropy));
    }
}
