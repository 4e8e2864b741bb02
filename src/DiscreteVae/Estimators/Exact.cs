using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>What the decoder learns from under <see cref="Exact"/>.</summary>
public enum ExactDecoder
{
    /// <summary>From every code, weighted by its probability: all B · K^N rows are one batch.</summary>
    Expectation,

    /// <summary>From one sampled code, as under a one-sample estimator: the codes are evaluated block by block.</summary>
    Sample,
}

/// <summary>Options of <see cref="Exact"/>.</summary>
public sealed record ExactOptions
{
    /// <summary>What the decoder learns from.</summary>
    public ExactDecoder Decoder { get; init; } = ExactDecoder.Expectation;

    /// <summary>
    /// The budget: at most so many rows B · K^N are evaluated a step, and, with a decoder that learns from one sample, at most so
    /// many codes K^N.
    /// </summary>
    [Range(1, 1 << 24)]
    public int MaximumRows { get; init; } = 65_536;
}

/// <summary>
/// The exact gradient by enumeration of all K^N codes, Σ_z q(z) f(z) (z − p). The losses are the expectation Σ_z q(z) f(z). There
/// is no noise but, where asked for, the sample that the decoder learns from.
/// </summary>
public sealed class Exact : IGradientEstimator
{
    // Large enough to fill a matrix product, small enough for the activations to stay in cache.
    private const int BlockRows = 4096;

    private readonly LatentShape _shape;
    private readonly ExactOptions _options;
    private readonly int _codeCount;
    private readonly CategoricalSample _sample;
    private readonly Matrix _codes;
    private readonly Matrix _losses = new(0, 1);
    private readonly Matrix _weights = new(0, 1);
    private double[] _first = [];
    private double[] _mean = [];
    private double[] _sums = [];

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">The codes are more than the budget allows.</exception>
    public Exact(EstimatorContext context, ExactOptions options)
    {
        (_shape, _options) = (context.Shape, options);
        double codes = Math.Pow(_shape.Categories, _shape.Latents);
        Require(codes, Sampled ? 1 : context.BatchSize);
        _codeCount = (int)codes;
        _sample = new CategoricalSample(_shape);
        _codes = new Matrix(0, _shape.Width);
        Traits = new EstimatorTraits("exact", Unbiased: true, UsesTemperature: false, Relaxed: false,
            Evaluations: _codeCount + (Sampled ? 1 : 0), UsesCodeGradient: false, "Enumeration; Jeffares and Liu, 2025, arXiv 2505.10344")
        {
            BackwardPasses = Sampled ? 1 : _codeCount,
            Stochastic = false,
        };
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    private bool Sampled => _options.Decoder == ExactDecoder.Sample;

    /// <inheritdoc/>
    /// <exception cref="EstimatorNotApplicableException">The minibatch is larger than the budget allows.</exception>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        if (!Sampled) Require(_codeCount, count);
        int block = Sampled ? Math.Clamp(BlockRows / count, 1, _codeCount) : _codeCount;
        Begin(count);
        for (int code = 0; code < _codeCount; code += block)
            EvaluateCodes(posterior, objective, code, Math.Min(block, _codeCount - code));
        Finish(posterior, losses, gradient);
        if (!Sampled)
        {
            objective.Learn(_weights.Span);
            return;
        }
        objective.Evaluate(_sample.Draw(posterior, noise, lane: 1), _losses.WithRows(count).Span);
        objective.Learn();
    }

    private void Require(double codes, int batchSize)
    {
        if (codes * batchSize <= _options.MaximumRows) return;
        string rows = Sampled
            ? FormattableString.Invariant($"K^N = {codes:g6} codes")
            : FormattableString.Invariant($"B * K^N = {batchSize} * {codes:g6} rows a step");
        throw new EstimatorNotApplicableException(FormattableString.Invariant(
            $"'exact' would evaluate {rows} for {_shape}, over its budget of {_options.MaximumRows}: ")
            + "take a smaller model or minibatch, raise estimator:exact:maximumRows, or set estimator:exact:decoder to 'sample'.");
    }

    private void Begin(int count)
    {
        if (_mean.Length < count) (_first, _mean, _sums) = (new double[count], new double[count], new double[count * _shape.Width]);
        Array.Clear(_mean);
        Array.Clear(_sums);
    }

    private void EvaluateCodes(Posterior posterior, ILatentObjective objective, int first, int codes)
    {
        int count = posterior.Count, categories = _shape.Categories;
        Span<Real> z = _codes.WithRows(codes * count).Span;
        z.Clear();
        for (int r = 0; r < codes * count; r++)
        {
            for (int n = 0, rest = first + r / count; n < _shape.Latents; n++, rest /= categories)
                z[r * _shape.Width + n * categories + rest % categories] = 1;
        }
        Span<Real> losses = _losses.WithRows(codes * count).Span, weights = _weights.WithRows(codes * count).Span;
        objective.Evaluate(_codes, losses);
        for (int r = 0; r < codes * count; r++)
        {
            int b = r % count;
            // Differences from the first code's loss: the common part would only cost digits.
            if (first + r / count == 0) _first[b] = losses[r];
            ReadOnlySpan<Real> logP = posterior.LogProbabilities.Row(b);
            double logProbability = 0;
            for (int n = 0, rest = first + r / count; n < _shape.Latents; n++, rest /= categories)
                logProbability += logP[n * categories + rest % categories];
            double probability = Math.Exp(logProbability), weighted = probability * (losses[r] - _first[b]);
            weights[r] = (Real)probability;
            _mean[b] += weighted;
            for (int n = 0, rest = first + r / count; n < _shape.Latents; n++, rest /= categories)
                _sums[b * _shape.Width + n * categories + rest % categories] += weighted;
        }
    }

    private void Finish(Posterior posterior, Span<Real> losses, Matrix gradient)
    {
        Span<Real> result = gradient.WithRows(posterior.Count).Span;
        ReadOnlySpan<Real> p = posterior.Probabilities.Span;
        for (int i = 0; i < result.Length; i++) result[i] = (Real)(_sums[i] - p[i] * _mean[i / _shape.Width]);
        for (int b = 0; b < losses.Length; b++) losses[b] = (Real)(_first[b] + _mean[b]);
    }
}
