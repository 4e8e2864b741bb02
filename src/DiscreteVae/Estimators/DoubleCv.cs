using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="DoubleCv"/>.</summary>
public sealed record DoubleCvOptions
{
    /// <summary>α at the start, and throughout where it is not adaptive; −1 leaves no variance for linear f.</summary>
    [Range(-100.0, 100.0)]
    public double Alpha { get; init; }

    /// <summary>Whether α follows its least-variance value over the minibatches seen.</summary>
    public bool Adaptive { get; init; } = true;
}

/// <summary>
/// Leave-one-out with double control variates: S samples z_s ~ Cat(p), their gradients g_s = ∂f/∂z, and with ḡ_s the mean of the
/// other samples' gradients F_s = f_s + α ⟨ḡ_s, z_s − p⟩: (1/S) Σ_s (F_s − mean of the other F_t)(z_s − p) − α J(p) ḡ, J(q) v = q
/// ∘ (v − ⟨q, v⟩). Unbiased for any α; needs 2 samples or more. Published for Bernoulli latents, in its categorical form here.
/// Titsias and Shi, "Double control variates for gradient estimation in discrete latent variable models", 2022, arXiv 2111.05300.
/// </summary>
public sealed class DoubleCv : IGradientEstimator, IStateful
{
    private readonly LatentShape _shape;
    private readonly int _samples;
    private readonly CategoricalSample _sample;
    private readonly Matrix _losses = new(0, 1);
    private readonly Matrix _linear = new(0, 1);
    private readonly Matrix _codeGradient;
    private readonly Matrix _mean;
    private readonly Matrix _control;
    private readonly ControlVariateScale _alpha;

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">Fewer than 2 samples.</exception>
    public DoubleCv(EstimatorContext context, DoubleCvOptions options)
    {
        context.RequireSamples("double-cv", 2);
        (_shape, _samples) = (context.Shape, context.Samples);
        _sample = new CategoricalSample(_shape);
        _codeGradient = new Matrix(0, _shape.Width);
        _mean = new Matrix(0, _shape.Width);
        _control = new Matrix(0, _shape.Width);
        _alpha = new ControlVariateScale(options.Alpha, options.Adaptive);
        Traits = new EstimatorTraits("double-cv", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: _samples,
            UsesCodeGradient: true, "Titsias and Shi, 2022, arXiv 2111.05300");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1, _samples);
        Span<Real> values = _losses.WithRows(codes.Rows).Span;
        objective.Evaluate(codes, values);
        objective.Learn(codeGradient: _codeGradient);
        ScoreFunction.Means(values, losses);
        LeaveOneOut(posterior, codes, values, losses, gradient);

        SumGradients(posterior.Count);
        Span<Real> linear = _linear.WithRows(codes.Rows).Span;
        for (int r = 0; r < linear.Length; r++) linear[r] = Linear(posterior, codes, r);
        // The losses' buffer serves as the means of the linear terms.
        Span<Real> means = values[..posterior.Count];
        ScoreFunction.Means(linear, means);
        LeaveOneOut(posterior, codes, linear, means, _control);
        SoftmaxJacobian.Add(posterior, posterior.Probabilities, _mean, -1, _control);
        Combine(gradient);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor) => _alpha.VisitState(visitor);

    private void LeaveOneOut(Posterior posterior, Matrix codes, Span<Real> values, ReadOnlySpan<Real> means, Matrix gradient)
    {
        for (int r = 0; r < values.Length; r++) values[r] = (values[r] - means[r % means.Length]) / (_samples - 1);
        ScoreFunction.Weigh(posterior, codes, values, gradient);
    }

    // Learn gives g_s / S, so that their sum is the mean ḡ.
    private void SumGradients(int count)
    {
        Span<Real> mean = _mean.WithRows(count).Span;
        mean.Clear();
        ReadOnlySpan<Real> g = _codeGradient.Span;
        for (int i = 0; i < g.Length; i++) mean[i % mean.Length] += g[i];
    }

    // ⟨ḡ_s, z_s − p⟩ with ḡ_s = (S ḡ − g_s) / (S − 1).
    private Real Linear(Posterior posterior, Matrix codes, int row)
    {
        int b = row % posterior.Count;
        ReadOnlySpan<Real> z = codes.Row(row), p = posterior.Probabilities.Row(b), mean = _mean.Row(b), own = _codeGradient.Row(row);
        Real sum = 0;
        for (int i = 0; i < z.Length; i++) sum += (mean[i] - own[i]) * (z[i] - p[i]);
        return sum * _samples / (_samples - 1);
    }

    private void Combine(Matrix gradient)
    {
        Span<Real> result = gradient.Span, control = _control.Span;
        var alpha = (Real)_alpha.Value;
        double mixed = 0, square = 0;
        for (int i = 0; i < result.Length; i++)
        {
            mixed += (double)result[i] * control[i];
            square += (double)control[i] * control[i];
            result[i] += alpha * control[i];
        }
        _alpha.Observe(mixed, square);
    }
}
