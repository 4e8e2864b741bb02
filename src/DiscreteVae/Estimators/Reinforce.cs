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

    /// <summary>A small network of the image, b(x), trained beside the model.</summary>
    Network,
}

/// <summary>Options of <see cref="Reinforce"/>.</summary>
public sealed record ReinforceOptions
{
    /// <summary>What is subtracted from the loss.</summary>
    public ReinforceBaseline Baseline { get; init; } = ReinforceBaseline.RunningMean;

    /// <summary>The constant baseline, in nats; any finite number.</summary>
    [Range(-double.MaxValue, double.MaxValue)]
    public double BaselineValue { get; init; } = 125;

    /// <summary>How much of its running means a step keeps, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.99;

    /// <summary>Hidden units of the network.</summary>
    [Range(1, 4096)]
    public int Hidden { get; init; } = 100;

    /// <summary>Adam's learning rate for the network, above 0.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Whether f − b is divided by its running root mean square, where that is above 1, as neural variational inference does. It shortens
    /// the gradient, whose mean is then the exact one only up to that factor.
    /// </summary>
    public bool Normalize { get; init; }
}

/// <summary>
/// The score-function estimator (f(z) − b)(z − p) with one sample z ~ Cat(p) and a baseline b in nats that does not depend on z.
/// Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning", 1992; the tutorial of
/// Jeffares and Liu (arXiv 2505.10344) uses it with b = 125. With the network as baseline and normalised it is NVIL: Mnih and Gregor, 2014,
/// arXiv 1402.0030.
/// </summary>
public sealed class Reinforce : IGradientEstimator, IStateful
{
    private readonly ReinforceOptions _options;
    private readonly CategoricalSample _sample;
    private readonly NetworkBaseline? _network;
    private readonly Matrix _advantages = new(0, 1);
    private RunningMoments _losses, _signal;

    /// <summary>Makes the buffers, and the network where it is the baseline.</summary>
    public Reinforce(EstimatorContext context, ReinforceOptions options)
    {
        _options = options;
        _sample = new CategoricalSample(context.Shape);
        (_losses, _signal) = (new RunningMoments(options.Decay), new RunningMoments(options.Decay));
        if (options.Baseline == ReinforceBaseline.Network)
            _network = new NetworkBaseline(context, options.Hidden, options.LearningRate, options.Decay);
        Traits = new EstimatorTraits("reinforce", Unbiased: !options.Normalize, UsesTemperature: false, Relaxed: false, Evaluations: 1,
            UsesCodeGradient: false, "Williams, 1992, Machine Learning 8");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <summary>b now, in nats; of the network its centre.</summary>
    public double Baseline => _options.Baseline switch
    {
        ReinforceBaseline.Constant => _options.BaselineValue,
        ReinforceBaseline.None => 0,
        _ => _losses.Mean,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Span<Real> advantages = _advantages.WithRows(posterior.Count).Span;
        if (_network is null) advantages.Fill((Real)Baseline);
        else _network.Predict(posterior, advantages);
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        for (int b = 0; b < advantages.Length; b++) advantages[b] = losses[b] - advantages[b];
        Real scale = _options.Normalize ? (Real)Math.Max(1, _signal.RootMeanSquare) : 1;
        // After use, so that neither b nor the scale ever depends on the sample it is used with.
        _losses.Observe(losses);
        _signal.Observe(advantages);
        _network?.Observe(losses);
        foreach (ref Real advantage in advantages) advantage /= scale;
        ScoreFunction.Weigh(posterior, codes, advantages, gradient);
        objective.Learn();
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        if (_options.Baseline is ReinforceBaseline.RunningMean or ReinforceBaseline.Network) _losses.VisitState(visitor, "losses");
        if (_options.Normalize) _signal.VisitState(visitor, "signal");
        _network?.VisitState(new NamedPart(visitor, "baseline"));
    }
}
