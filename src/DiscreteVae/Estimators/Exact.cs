using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>What the decoder learns from under <see cref="Exact"/>.</summary>
public enum ExactDecoder
{
    /// <summary>From every code, weighted by its probability: all K^N codes are one batch.</summary>
    Expectation,

    /// <summary>From one sampled code, as under a one-sample estimator: the codes are evaluated block by block.</summary>
    Sample,
}

/// <summary>Options of <see cref="Exact"/>.</summary>
public sealed record ExactOptions
{
    /// <summary>What the decoder learns from.</summary>
    public ExactDecoder Decoder { get; init; } = ExactDecoder.Expectation;

    /// <summary>The budget: at most so many codes K^N are evaluated a step, whatever the minibatch's size.</summary>
    [Range(1, 1 << 20)]
    public int MaximumCodes { get; init; } = 65_536;
}

/// <summary>
/// The exact gradient by enumeration of all K^N codes, Σ_z q(z) f(z) (z − p). The losses are the expectation Σ_z q(z) f(z). A step
/// evaluates the decoder K^N times, not B · K^N times, since the codes are the same for all data. There is no noise but, where asked for,
/// the sample that the decoder learns from.
/// </summary>
public sealed class Exact : IGradientEstimator
{
    // Large enough to fill a matrix product, small enough for the activations to stay in cache.
    private const int BlockCodes = 4096;

    private readonly LatentShape _shape;
    private readonly ExactDecoder _decoder;
    private readonly CodeEnumeration _enumeration;
    private readonly CategoricalSample _sample;
    private readonly Matrix _losses = new(0, 1);
    private Matrix _table = new(0, 0);
    private Matrix _weights = new(0, 0);
    private double[] _values = [];
    private double[] _first = [];
    private double[] _mean = [];
    private double[] _marginals = [];

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">The codes are more than the budget allows.</exception>
    public Exact(LatentShape shape, ExactOptions options)
    {
        (_shape, _decoder) = (shape, options.Decoder);
        Require(CodeEnumeration.CountOf(shape), options.MaximumCodes);
        bool sampled = _decoder == ExactDecoder.Sample;
        _enumeration = new CodeEnumeration(shape, sampled ? BlockCodes : int.MaxValue);
        _sample = new CategoricalSample(shape);
        Traits = new EstimatorTraits("exact", Unbiased: true, UsesTemperature: false, Relaxed: false,
            Evaluations: sampled ? 1 : 0, UsesCodeGradient: false, "Enumeration; Jeffares and Liu, 2025, arXiv 2505.10344")
        {
            SharedEvaluations = _enumeration.Count,
            SharedBackwardPasses = sampled ? 0 : _enumeration.Count,
            Stochastic = false,
        };
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Begin(posterior.Count);
        for (int block = 0; block < _enumeration.Blocks; block++) EvaluateBlock(posterior, objective, block);
        Finish(posterior, losses, gradient);
        if (_decoder == ExactDecoder.Expectation)
        {
            objective.LearnShared(_weights);
            return;
        }
        objective.Evaluate(_sample.Draw(posterior, noise, lane: 1), _losses.WithRows(posterior.Count).Span);
        objective.Learn();
    }

    private void Require(double codes, int most)
    {
        if (codes <= most) return;
        throw new EstimatorNotApplicableException(FormattableString.Invariant(
            $"'exact' would evaluate K^N = {codes:g6} codes a step for {_shape}, over its budget of {most}: ")
            + "take a smaller model, or raise estimator:exact:maximumCodes.");
    }

    private void Begin(int count)
    {
        if (_table.Columns != count)
        {
            (_table, _weights) = (new Matrix(_enumeration.BlockCodes, count), new Matrix(_enumeration.BlockCodes, count));
            (_first, _mean) = (new double[count], new double[count]);
            (_values, _marginals) = (new double[_enumeration.BlockCodes * count], new double[_shape.Width * count]);
        }
        Array.Clear(_mean);
        Array.Clear(_marginals);
    }

    private void EvaluateBlock(Posterior posterior, ILatentObjective objective, int block)
    {
        int count = posterior.Count;
        objective.EvaluateShared(_enumeration.Codes(block), _table);
        _enumeration.Probabilities(posterior, block, _values);
        ReadOnlySpan<Real> losses = _table.Span;
        Span<Real> weights = _weights.Span;
        // Differences from the first code's loss: the common part would only cost digits.
        for (int b = 0; b < count && block == 0; b++) _first[b] = losses[b];
        for (int i = 0, b = 0; i < losses.Length; i++, b = b + 1 < count ? b + 1 : 0)
        {
            weights[i] = (Real)_values[i];
            _values[i] *= losses[i] - _first[b];
        }
        _enumeration.AddMarginals(block, _values, _marginals, _mean);
    }

    private void Finish(Posterior posterior, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        gradient.WithRows(count);
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<Real> p = posterior.Probabilities.Row(b);
            Span<Real> result = gradient.Row(b);
            for (int i = 0; i < result.Length; i++) result[i] = (Real)(_marginals[i * count + b] - p[i] * _mean[b]);
            losses[b] = (Real)(_first[b] + _mean[b]);
        }
    }
}
