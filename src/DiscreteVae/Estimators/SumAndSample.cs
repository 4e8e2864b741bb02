using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// Sum-and-sample: S distinct joint codes z_1 … z_S drawn without replacement in this order; the first S − 1 count with their own
/// probabilities and the last with all that is left, Σ_{s&lt;S} q(z_s) f_s (z_s − p) + (1 − Σ_{s&lt;S} q(z_s)) f_S (z_S − p).
/// Unbiased; the decoder learns with the same weights. S is at most K^N, and then it is the exact sum. Liu, Regier, Tripuraneni,
/// Jordan and McAuliffe, 2019, arXiv 1810.04777, with the codes drawn as by Kool, van Hoof and Welling, 2020, arXiv 2002.06043.
/// </summary>
public sealed class SumAndSample : IGradientEstimator
{
    private readonly DistinctSample _sample;
    private readonly Matrix _losses = new(0, 1);
    private readonly Matrix _weights = new(0, 1);

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">Fewer than 2 samples.</exception>
    public SumAndSample(EstimatorContext context)
    {
        context.RequireSamples("sum-and-sample", 2);
        _sample = new DistinctSample(context.Shape, context.Samples);
        Traits = new EstimatorTraits("sum-and-sample", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: _sample.Samples,
            UsesCodeGradient: false, "Liu, Regier, Tripuraneni, Jordan and McAuliffe, 2019, arXiv 1810.04777");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        Span<Real> values = _losses.WithRows(codes.Rows).Span, weights = _weights.WithRows(codes.Rows).Span;
        objective.Evaluate(codes, values);
        losses.Clear();
        for (int b = 0; b < count; b++)
        {
            double left = 1;
            for (int s = 0, r = b; s < _sample.Samples; s++, r += count)
            {
                // Rounding may leave a little less than nothing.
                double weight = s == _sample.Samples - 1 ? left : Math.Min(left, Math.Exp(_sample.LogProbabilities[r]));
                left -= weight;
                weights[r] = (Real)weight;
                losses[b] += weights[r] * values[r];
            }
        }
        for (int r = 0; r < values.Length; r++) values[r] *= weights[r];
        ScoreFunction.Weigh(posterior, codes, values, gradient);
        objective.Learn(weights);
    }
}
