using System.Numerics.Tensors;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Models;

/// <summary>
/// A learned prior p(z) = Π_n Cat(z_n; π_n), π_n = softmax(φ_n) over the K categories of each latent. The gradient of KL_n = ⟨p_n, ln p_n −
/// ln π_n⟩ is p_n ∘ (r − ⟨p_n, r⟩), r = ln p_n − ln π_n, by the posterior's logits, and π_n − p_n by φ_n. φ starts at 0, the uniform prior,
/// and is trained by the model's optimiser.
/// </summary>
public sealed class CategoricalPrior : IPrior
{
    private readonly LatentShape _shape;
    private readonly Matrix _logits, _logProbabilities, _probabilities;
    private readonly Real[] _gradient;
    private readonly Real[][] _states;

    /// <summary>Makes the uniform one.</summary>
    public CategoricalPrior(LatentShape shape)
    {
        _shape = shape;
        (_logits, _logProbabilities, _probabilities) = (new Matrix(1, shape.Width), new Matrix(1, shape.Width), new Matrix(1, shape.Width));
        _gradient = new Real[shape.Width];
        _states = [new Real[shape.Width], new Real[shape.Width]];
        Update();
    }

    /// <summary>φ, N·K.</summary>
    public ReadOnlySpan<Real> Logits => _logits.Span;

    /// <inheritdoc/>
    public ReadOnlySpan<Real> LogProbabilities => _logProbabilities.Span;

    /// <summary>Sets φ, N·K.</summary>
    public void SetLogits(ReadOnlySpan<Real> logits)
    {
        logits.CopyTo(_logits.Span);
        Update();
    }

    /// <summary>
    /// The optimiser's state number <paramref name="slot"/> for φ, to read or to overwrite; zeros before the first update.
    /// </summary>
    public Span<Real> State(int slot) => _states[slot];

    /// <inheritdoc/>
    public void Forward(Posterior posterior, Span<Real> divergences)
    {
        for (int b = 0; b < posterior.Count; b++)
        {
            Real sum = 0;
            for (int n = 0; n < _shape.Latents; n++) sum += Divergence(posterior, b, n);
            divergences[b] = sum;
        }
    }

    /// <inheritdoc/>
    public void LatentMeans(Posterior posterior, Span<Real> means)
    {
        for (int n = 0; n < means.Length; n++)
        {
            // In double: a floor is compared with it, and B float32 terms would blur the comparison.
            double sum = 0;
            for (int b = 0; b < posterior.Count; b++) sum += Divergence(posterior, b, n);
            means[n] = (Real)(sum / posterior.Count);
        }
    }

    /// <inheritdoc/>
    public void Backward(Posterior posterior, Real[] weights, Matrix gradient) =>
        posterior.Share(posterior.Count, (posterior, weights, prior: _logProbabilities, gradient), static (a, start, end) =>
        {
            (int latents, int categories) = (a.posterior.Shape.Latents, a.posterior.Shape.Categories);
            for (int i = start / categories; start < end; i++, start += categories)
            {
                Real weight = a.weights[i % latents], mean = 0;
                if (weight == 0) continue;
                ReadOnlySpan<Real> p = a.posterior.Probabilities.Span.Slice(start, categories);
                ReadOnlySpan<Real> log = a.posterior.LogProbabilities.Span.Slice(start, categories);
                ReadOnlySpan<Real> prior = a.prior.Span.Slice(i % latents * categories, categories);
                Span<Real> result = a.gradient.Span.Slice(start, categories);
                for (int k = 0; k < categories; k++) mean += Term(p[k], log[k], prior[k]);
                for (int k = 0; k < categories; k++) result[k] += weight * (Term(p[k], log[k], prior[k]) - p[k] * mean);
            }
        });

    /// <inheritdoc/>
    public void Learn(Posterior posterior, ReadOnlySpan<Real> weights, IOptimizer optimizer)
    {
        Array.Clear(_gradient);
        for (int b = 0; b < posterior.Count; b++) TensorPrimitives.Subtract(_gradient, posterior.Probabilities.Row(b), _gradient);
        ReadOnlySpan<Real> probabilities = _probabilities.Span;
        for (int i = 0; i < _gradient.Length; i++)
            _gradient[i] = weights[i / _shape.Categories] * (probabilities[i] + _gradient[i] / posterior.Count);
        optimizer.Update(_logits.Span, _gradient, optimizer.StateCount > 0 ? _states[0] : [], optimizer.StateCount > 1 ? _states[1] : []);
        Update();
    }

    private void Update() => LogSoftmax.Forward(_logits, _shape.Categories, 1, _logProbabilities, _probabilities);

    // Rounding may take the sum a hair below 0, and a divergence is never negative.
    private Real Divergence(Posterior posterior, int datum, int latent)
    {
        int start = latent * _shape.Categories;
        ReadOnlySpan<Real> p = posterior.Probabilities.Row(datum), log = posterior.LogProbabilities.Row(datum), prior = LogProbabilities;
        Real sum = 0;
        for (int i = start; i < start + _shape.Categories; i++) sum += Term(p[i], log[i], prior[i]);
        return Real.Max(sum, 0);
    }

    // p (ln p − ln π) with 0 · −∞ = 0.
    private static Real Term(Real p, Real log, Real prior) => p > 0 ? p * (log - prior) : 0;
}
