using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="Rebar"/>.</summary>
public sealed record RebarOptions
{
    /// <summary>η at the start, and throughout where it is not adaptive; 0 is REINFORCE without a baseline.</summary>
    [Range(-100.0, 100.0)]
    public double Eta { get; init; } = 1;

    /// <summary>Whether η follows its least-variance value over the minibatches seen.</summary>
    public bool Adaptive { get; init; } = true;
}

/// <summary>
/// REBAR: REINFORCE with the relaxed loss as control variate. v = ln p + G and z its one-hot arg max; ṽ is another such v given
/// z. With s = softmax(v / λ), c(v) = f(s), d(v) = (1/λ) J(s) ∂f/∂s, w_k = (E_k / p_k) / (E_k / p_k + E_z) for k ≠ z and w_z = 0
/// (E the exponentials behind ṽ), per latent: (f(z) − η c(ṽ))(z − p) + η [d(v) − (w ∘ d(ṽ) − p ⟨1, w ∘ d(ṽ)⟩)]. Unbiased for any
/// λ, the scheduled temperature, and any η. Three evaluations and three backward passes; the decoder learns from z. Tucker, Mnih,
/// Maddison, Lawson and Sohl-Dickstein, 2017, arXiv 1703.07370. There λ and η descend the variance's gradient; here η follows its
/// least-variance value in closed form and λ its schedule.
/// </summary>
public sealed class Rebar(LatentShape shape, RebarOptions options) : IGradientEstimator, IStateful
{
    private readonly Matrix _perturbed = new(0, shape.Width);
    private readonly Matrix _conditional = new(0, shape.Width);
    private readonly Matrix _both = new(0, shape.Width);
    private readonly Matrix _bothGradient = new(0, shape.Width);
    private readonly Matrix _bothLosses = new(0, 1);
    private readonly Matrix _codes = new(0, shape.Width);
    private readonly TemperedSoftmax _relaxed = new(shape);
    private readonly ControlVariateScale _eta = new(options.Eta, options.Adaptive);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("rebar", Unbiased: true, UsesTemperature: true, Relaxed: false, Evaluations: 3,
        UsesCodeGradient: true, "Tucker, Mnih, Maddison, Lawson and Sohl-Dickstein, 2017, arXiv 1703.07370");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count, values = count * shape.Width;
        GumbelNoise.Perturb(posterior.LogProbabilities, noise, lane: 1, _perturbed);
        GumbelNoise.OneHotMaximum(_perturbed, shape.Categories, _codes);
        GumbelNoise.PerturbGiven(posterior.Probabilities, _codes, shape.Categories, noise, lane: 2, _conditional);
        _both.WithRows(2 * count);
        _relaxed.Forward(_perturbed, temperature).Span.CopyTo(_both.Span);
        _relaxed.Forward(_conditional, temperature).Span.CopyTo(_both.Span[values..]);
        objective.Evaluate(_both, _bothLosses.WithRows(2 * count).Span);
        objective.Gradient(_bothGradient.WithRows(2 * count));
        objective.Evaluate(_codes, losses);
        LogSoftmax.SoftmaxBackward(_both, _bothGradient, shape.Categories, 1 / temperature, _bothGradient);
        WeighConditional(posterior, _bothGradient.Span[values..]);
        Combine(posterior, losses, gradient.WithRows(count));
        objective.Learn();
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor) => _eta.VisitState(visitor);

    // w from ṽ itself: E_k / p_k + E_z = e^−ṽ_k and E_z = e^−ṽ_z, so that w_k = 1 − e^(ṽ_k − ṽ_z), which is 0 for z.
    private void WeighConditional(Posterior posterior, Span<Real> slope)
    {
        ReadOnlySpan<Real> conditional = _conditional.Span, p = posterior.Probabilities.Span, z = _codes.Span;
        for (int start = 0; start < slope.Length; start += shape.Categories)
        {
            Real selected = conditional[start + z.Slice(start, shape.Categories).IndexOf((Real)1)], sum = 0;
            for (int k = start; k < start + shape.Categories; k++)
            {
                slope[k] *= 1 - Real.Exp(conditional[k] - selected);
                sum += slope[k];
            }
            for (int k = start; k < start + shape.Categories; k++) slope[k] -= p[k] * sum;
        }
    }

    // The estimate is A + η B with A = f(z)(z − p) and B the rest.
    private void Combine(Posterior posterior, ReadOnlySpan<Real> losses, Matrix gradient)
    {
        int count = posterior.Count, values = count * shape.Width;
        Span<Real> result = gradient.Span, z = _codes.Span, p = posterior.Probabilities.Span;
        ReadOnlySpan<Real> slope = _bothGradient.Span[..values], conditional = _bothGradient.Span[values..];
        var eta = (Real)_eta.Value;
        double mixed = 0, square = 0;
        for (int i = 0; i < values; i++)
        {
            int b = i / shape.Width;
            Real score = z[i] - p[i], plain = losses[b] * score;
            Real control = slope[i] - conditional[i] - _bothLosses.Span[count + b] * score;
            mixed += (double)plain * control;
            square += (double)control * control;
            result[i] = plain + eta * control;
        }
        _eta.Observe(mixed, square);
    }
}
