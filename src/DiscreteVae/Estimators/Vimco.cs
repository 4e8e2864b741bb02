using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// VIMCO trains the multi-sample bound L̂ = ln (1/S) Σ_s w_s, ln w_s = −f_s + ln p(z_s) − ln q(z_s), z_s ~ Cat(p), instead of the
/// ELBO. Its gradient of −L̂ by the logits is −Σ_s (L̂ − L̂_s)(z_s − p) + Σ_s w̃_s (z_s − p), where w̃ = w / Σ w and L̂_s is L̂
/// with ln w_s replaced by the mean of the others. Needs 2 samples or more. Mnih and Rezende, 2016, arXiv 1602.06725.
/// </summary>
/// <remarks>
/// The train step adds the exact gradient of the KL to the uniform prior to every estimate, and the bound holds that KL already.
/// So this returns the gradient of −L̂ less that of the KL: with a KL weight of 1 the two together are the gradient of −L̂,
/// unbiased; with another weight v they are that of −L̂ + (v − 1) KL. The decoder learns with the weights w̃. The losses are the
/// means of f over the samples, so that the training ELBO is the one-sample ELBO and not the tighter bound.
/// </remarks>
public sealed class Vimco : IGradientEstimator
{
    private readonly LatentShape _shape;
    private readonly int _samples;
    private readonly CategoricalSample _sample;
    private readonly Matrix _losses = new(0, 1);
    private readonly Matrix _weights = new(0, 1);
    private readonly Matrix _scores = new(0, 1);
    private readonly double[] _logWeights;

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">Fewer than 2 samples.</exception>
    public Vimco(EstimatorContext context)
    {
        context.RequireSamples("vimco", 2);
        (_shape, _samples) = (context.Shape, context.Samples);
        _sample = new CategoricalSample(_shape);
        _logWeights = new double[_samples];
        Traits = new EstimatorTraits("vimco", Unbiased: false, UsesTemperature: false, Relaxed: false, Evaluations: _samples,
            UsesCodeGradient: false, "Mnih and Rezende, 2016, arXiv 1602.06725");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        Matrix codes = _sample.Draw(posterior, noise, lane: 1, _samples);
        Span<Real> values = _losses.WithRows(codes.Rows).Span;
        objective.Evaluate(codes, values);
        ScoreFunction.Means(values, losses);
        _weights.WithRows(codes.Rows);
        _scores.WithRows(codes.Rows);
        for (int b = 0; b < count; b++) Weigh(posterior, codes, values, b);
        ScoreFunction.Weigh(posterior, codes, _scores.Span, gradient);
        SubtractKl(posterior, gradient);
        objective.Learn(_weights.Span);
    }

    private void Weigh(Posterior posterior, Matrix codes, ReadOnlySpan<Real> values, int b)
    {
        int count = posterior.Count;
        double sum = 0;
        for (int s = 0; s < _samples; s++)
        {
            ReadOnlySpan<Real> z = codes.Row(s * count + b), logP = posterior.LogProbabilities.Row(b);
            double logQ = 0;
            for (int i = 0; i < z.Length; i++)
            {
                if (z[i] == 1) logQ += logP[i];
            }
            _logWeights[s] = -values[s * count + b] - _shape.MaximumKl - logQ;
            sum += _logWeights[s];
        }
        double bound = LogSumExp(-1, 0);
        for (int s = 0; s < _samples; s++)
        {
            double without = LogSumExp(s, (sum - _logWeights[s]) / (_samples - 1)), weight = Math.Exp(_logWeights[s] - bound);
            _weights.Span[s * count + b] = (Real)weight;
            _scores.Span[s * count + b] = (Real)(weight - (bound - without));
        }
    }

    /// <summary>ln Σ_s w_s with the logarithm of one weight replaced.</summary>
    private double LogSumExp(int replaced, double replacement)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int s = 0; s < _samples; s++) largest = Math.Max(largest, s == replaced ? replacement : _logWeights[s]);
        for (int s = 0; s < _samples; s++) sum += Math.Exp((s == replaced ? replacement : _logWeights[s]) - largest);
        return largest + Math.Log(sum);
    }

    // ∂KL/∂θ = p ∘ (ln p − ⟨p, ln p⟩).
    private static void SubtractKl(Posterior posterior, Matrix gradient) =>
        SoftmaxJacobian.Add(posterior, posterior.Probabilities, posterior.LogProbabilities, -1, gradient);
}
