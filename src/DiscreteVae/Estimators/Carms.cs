using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="Carms"/>.</summary>
public sealed record CarmsOptions
{
    /// <summary>Whether the ratio is smoothed and clipped as in the published code, which biases the estimate a little.</summary>
    public bool Clip { get; init; }
}

/// <summary>
/// CARMS: M antithetic codes a datum, in every latent M categories that repel each other (<see cref="AntitheticCategories"/>), and with
/// r_st = p_a p_b / P(a, b) for the categories a and b of samples s and t in a latent, its gradient 1 / (M (M − 1)) Σ_{s&lt;t} r_st (f_s −
/// f_t)(z_s − z_t). Unbiased with the exact ratio: r undoes the coupling of a pair, and pairs that agree have no part. M evaluations, M ≥
/// 2; the decoder learns from all codes. Dimitriev and Zhou, "CARMS: Categorical-antithetic-REINFORCE multi-sample gradient estimator",
/// 2021, arXiv 2110.14002.
/// </summary>
public sealed class Carms : IGradientEstimator
{
    private readonly LatentShape _shape;
    private readonly int _samples;
    private readonly bool _clip;
    private readonly AntitheticCategories _categories;
    private readonly Matrix _exponentials;
    private readonly Matrix _orders;
    private readonly Matrix _codes;
    private readonly Matrix _losses = new(0, 1);
    private readonly int[] _drawn;

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">Fewer than 2 samples.</exception>
    public Carms(EstimatorContext context, CarmsOptions options)
    {
        context.RequireSamples("carms", 2);
        (_shape, _samples, _clip) = (context.Shape, context.Samples, options.Clip);
        _categories = new AntitheticCategories(_samples, _shape.Categories);
        _exponentials = new Matrix(0, _shape.Latents);
        _orders = new Matrix(0, _shape.Latents);
        _codes = new Matrix(0, _shape.Width);
        _drawn = new int[_samples];
        Traits = new EstimatorTraits("carms", Unbiased: !_clip, UsesTemperature: false, Relaxed: false, Evaluations: _samples,
            UsesCodeGradient: false, "Dimitriev and Zhou, 2021, arXiv 2110.14002");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        noise.FillExponential(1, _exponentials.WithRows(_samples * count).Span);
        noise.FillUniform(2, _orders.WithRows(count).Span);
        _codes.WithRows(_samples * count).Span.Clear();
        for (int i = 0; i < count * _shape.Latents; i++) Draw(posterior, i / _shape.Latents, i % _shape.Latents);
        Span<Real> values = _losses.WithRows(_samples * count).Span;
        objective.Evaluate(_codes, values);
        ScoreFunction.Means(values, losses);
        gradient.WithRows(count).Span.Clear();
        for (int i = 0; i < count * _shape.Latents; i++) AddPairs(posterior, i / _shape.Latents, i % _shape.Latents, values, gradient);
        objective.Learn();
    }

    private void Draw(Posterior posterior, int datum, int latent)
    {
        int count = posterior.Count, categories = _shape.Categories;
        _categories.SetProbabilities(posterior.LogProbabilities.Row(datum).Slice(latent * categories, categories));
        int order = Math.Min((int)(_orders[datum, latent] * _categories.Orders), _categories.Orders - 1);
        double sum = 0;
        for (int s = 0; s < _samples; s++) sum += _exponentials[s * count + datum, latent];
        for (int s = 0; s < _samples; s++)
        {
            double u = 1, rest = 1 - _exponentials[s * count + datum, latent] / sum;
            for (int i = 1; i < _samples; i++) u *= rest;
            _codes[s * count + datum, latent * categories + _categories.Category(order, u)] = 1;
        }
    }

    private void AddPairs(Posterior posterior, int datum, int latent, ReadOnlySpan<Real> values, Matrix gradient)
    {
        int count = posterior.Count, categories = _shape.Categories;
        Span<Real> row = gradient.Row(datum).Slice(latent * categories, categories);
        for (int s = 0; s < _samples; s++)
            _drawn[s] = _codes.Row(s * count + datum).Slice(latent * categories, categories).IndexOf((Real)1);
        _categories.SetProbabilities(posterior.LogProbabilities.Row(datum).Slice(latent * categories, categories));
        for (int s = 1; s < _samples; s++)
        {
            for (int t = 0; t < s; t++)
            {
                if (_drawn[s] == _drawn[t]) continue;
                double ratio = _clip ? _categories.ClippedRatio(_drawn[s], _drawn[t]) : _categories.Ratio(_drawn[s], _drawn[t]);
                var share = (Real)(ratio * (values[s * count + datum] - values[t * count + datum]) / (_samples * (_samples - 1)));
                row[_drawn[s]] += share;
                row[_drawn[t]] -= share;
            }
        }
    }
}
