using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>The baselines of <see cref="Reinforce"/>.</summary>
public enum ReinforceBaseline
{
    /// <summary>b = 0.</summary>
    None,

    /// <summary>A constant, such as the tutorial's 125 nats.</summary>
    Constant,

    /// <summary>An exponential moving average of the losses of earlier minibatches.</summary>
    RunningMean,
}

/// <summary>Options of <see cref="Reinforce"/>.</summary>
public sealed record ReinforceOptions
{
    /// <summary>What is subtracted from the loss.</summary>
    public ReinforceBaseline Baseline { get; init; } = ReinforceBaseline.RunningMean;

    /// <summary>The constant baseline, in nats; any finite number.</summary>
    [Range(-double.MaxValue, double.MaxValue)]
    public double BaselineValue { get; init; } = 125;

    /// <summary>How much of the running mean a step keeps, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.99;
}

/// <summary>
/// The score-function estimator (f(z) − b)(z − p) with one sample z ~ Cat(p) and a baseline b in nats that does not depend on z.
/// Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning", 1992; the tutorial of
/// Jeffares and Liu (arXiv 2505.10344) uses it with b = 125.
/// </summary>
public sealed class Reinforce(LatentShape shape, ReinforceOptions options) : IGradientEstimator, IStateful
{
    private readonly CategoricalSample _sample = new(shape);
    private double _mean;
    private double _weight;

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("reinforce", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: false, "Williams, 1992, Machine Learning 8");

    /// <summary>b now, in nats. The running mean starts at 0 and is corrected for that start as Adam's moments are.</summary>
    public double Baseline => options.Baseline switch
    {
        ReinforceBaseline.Constant => options.BaselineValue,
        ReinforceBaseline.RunningMean => _weight > 0 ? _mean / _weight : 0,
        _ => 0,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        ScoreFunction(posterior, codes, losses, (Real)Baseline, gradient);
        Observe(losses);
        objective.Learn();
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        visitor.Visit("mean", ref _mean);
        visitor.Visit("weight", ref _weight);
    }

    /// <summary>Overwrites row b of <paramref name="gradient"/> with (f_b − baseline)(z_b − p_b).</summary>
    private static void ScoreFunction(Posterior posterior, Matrix codes, ReadOnlySpan<Real> losses, Real baseline, Matrix gradient)
    {
        gradient.WithRows(posterior.Count);
        for (int b = 0; b < posterior.Count; b++)
        {
            Real advantage = losses[b] - baseline;
            ReadOnlySpan<Real> z = codes.Row(b), p = posterior.Probabilities.Row(b);
            Span<Real> row = gradient.Row(b);
            for (int i = 0; i < row.Length; i++) row[i] = advantage * (z[i] - p[i]);
        }
    }

    // After use, so that b never depends on the sample it is subtracted from.
    private void Observe(ReadOnlySpan<Real> losses)
    {
        double sum = 0;
        foreach (Real loss in losses) sum += loss;
        _mean = options.Decay * _mean + (1 - options.Decay) * (sum / losses.Length);
        _weight = options.Decay * _weight + (1 - options.Decay);
    }
}
