using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Which member of its family <see cref="Mve"/> is.</summary>
public enum MveForm
{
    /// <summary>τ is <see cref="MveOptions.Temperature"/>.</summary>
    Finite,

    /// <summary>The limit τ → ∞, exact for quadratic f.</summary>
    Infinite,
}

/// <summary>Options of <see cref="Mve"/>.</summary>
public sealed record MveOptions
{
    /// <summary>Finite or the limit.</summary>
    public MveForm Form { get; init; } = MveForm.Infinite;

    /// <summary>
    /// τ of the finite form, 0 (straight-through) or more. It is not the scheduled temperature, which is not used.
    /// </summary>
    [Range(0.0, 1e6)]
    public double Temperature { get; init; } = 10;
}

/// <summary>
/// The minimum-variance estimator of Hooper and Shekhovtsov with z ~ Cat(p) and g = ∂f/∂z, per latent. For the sampled category
/// x, with D_ij = 1 + τ (p_i + p_j): solve A y = d with A_ij = −τ p_i p_j / D_ij off the diagonal, A_ii = (1 + τ p_i) Σ_j p_j /
/// D_ij − τ p_i² / D_ii and d_i = (1 + τ p_i) g_i / D_ix − 1[i = x] Σ_j τ p_j g_j / D_jx; the estimate is J(p) (r ∘ y + τ g_x /
/// D_xx e_x), r_i = (1 + τ p_i) / D_ii, J(q) v = q ∘ (v − ⟨q, v⟩).
/// </summary>
/// <remarks>
/// In the limit ("Fini-2") it is ½ J(p) y with Σ_j ω_ij (y_i − y_j) = g̃_i p_i / (p_i + p_x) for i ≠ x, ω_ij = p_i p_j / (p_i +
/// p_j) and g̃ = g − g_x. Exact for linear f at every τ and for quadratic f in the limit; τ = 0 is straight-through at
/// temperature 1. One K × K system a latent, in double; no further decoder evaluations. Hooper and Shekhovtsov, AISTATS 2026.
/// </remarks>
public sealed class Mve(LatentShape shape, MveOptions options) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly DominantSystem _system = new(shape.Categories);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("mve", Unbiased: false, UsesTemperature: false, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: true, "Hooper and Shekhovtsov, 2026, AISTATS")
    {
        ExactForLinear = true,
        ExactForQuadratic = options.Form == MveForm.Infinite,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        int categories = shape.Categories;
        Span<Real> result = gradient.WithRows(posterior.Count).Span;
        ReadOnlySpan<Real> p = posterior.Probabilities.Span, g = _codeGradient.Span, z = codes.Span;
        for (int start = 0; start < result.Length; start += categories)
        {
            ReadOnlySpan<Real> group = p.Slice(start, categories), slope = g.Slice(start, categories);
            int sampled = z.Slice(start, categories).IndexOf((Real)1);
            Span<double> v = options.Form == MveForm.Infinite ? Limit(group, slope, sampled) : Finite(group, slope, sampled);
            double mean = 0;
            for (int k = 0; k < categories; k++) mean += group[k] * v[k];
            for (int k = 0; k < categories; k++) result[start + k] = (Real)(group[k] * (v[k] - mean));
        }
    }

    private Span<double> Finite(ReadOnlySpan<Real> p, ReadOnlySpan<Real> g, int x)
    {
        double t = options.Temperature, xSum = 0, gx = g[x];
        for (int i = 0; i < p.Length; i++)
        {
            double pi = p[i], diagonal = 0;
            for (int j = 0; j < p.Length; j++)
            {
                if (j == i) continue;
                double d = 1 + t * (pi + p[j]);
                _system.Coefficient(i, j) = -t * pi * p[j] / d;
                diagonal += (1 + t * pi) * p[j] / d;
            }
            _system.Coefficient(i, i) = diagonal + pi / (1 + 2 * t * pi);
            // Adding a constant to g changes nothing, so that g_x may be 0.
            double dx = 1 + t * (pi + p[x]), gi = g[i] - gx;
            _system.Right(i) = (1 + t * pi) * gi / dx;
            xSum += t * pi * gi / dx;
        }
        _system.Right(x) -= xSum;
        Span<double> y = _system.Solve();
        for (int i = 0; i < p.Length; i++) y[i] *= (1 + t * p[i]) / (1 + 2 * t * p[i]);
        return y;
    }

    // Rows divided by p_i, and y = 0 at the likeliest category m, whose row is left out: every pivot is then a half at least,
    // however small the other probabilities are. A constant added to y changes nothing.
    private Span<double> Limit(ReadOnlySpan<Real> p, ReadOnlySpan<Real> g, int x)
    {
        int m = 0;
        for (int i = 1; i < p.Length; i++)
        {
            if (p[i] > p[m]) m = i;
        }
        double px = p[x], atSample = 0;
        for (int j = 0; j < p.Length; j++) atSample -= (g[j] - (double)g[x]) * (p[j] / (px + p[j])) / px;
        for (int i = 0; i < p.Length; i++)
        {
            double pi = p[i], diagonal = 0;
            for (int j = 0; j < p.Length; j++)
            {
                double weight = j == i || p[j] == 0 ? 0 : p[j] / (pi + p[j]);
                _system.Coefficient(i, j) = i == m || j == m ? 0 : -weight;
                diagonal += weight;
            }
            _system.Coefficient(i, i) = i == m ? 1 : diagonal;
            _system.Right(i) = i == m ? 0 : i == x ? atSample : (g[i] - (double)g[x]) / (px + pi);
        }
        Span<double> y = _system.Solve();
        for (int i = 0; i < y.Length; i++) y[i] /= 2;
        return y;
    }
}
