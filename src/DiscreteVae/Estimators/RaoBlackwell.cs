using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The mean over Gumbel noise given the sample, of the Jacobian of a tempered softmax applied to the gradient by the codes.
/// </summary>
internal sealed class RaoBlackwell(LatentShape shape, int repeats)
{
    private readonly Matrix _perturbed = new(0, shape.Width);
    private readonly Matrix _logRelaxed = new(0, shape.Width);
    private readonly Matrix _relaxed = new(0, shape.Width);

    /// <summary>
    /// Adds factor · (1/R) Σ_r (1/τ) J(softmax(u_r / τ)) g to <paramref name="gradient"/>, u_r the perturbed logits of
    /// <see cref="GumbelNoise.PerturbGiven(Posterior, Matrix, Matrix, INoise, int, Matrix)"/>. Repeat r draws from lane <paramref name="firstLane"/> + r.
    /// </summary>
    public void Add(Posterior posterior, Matrix probabilities, Matrix codes, Matrix codeGradient, Real temperature, INoise noise,
        int firstLane, Real factor, Matrix gradient)
    {
        _perturbed.WithRows(probabilities.Rows);
        _logRelaxed.WithRows(probabilities.Rows);
        _relaxed.WithRows(probabilities.Rows);
        posterior.Share(probabilities.Rows, (average: this, probabilities, codes, codeGradient, temperature, noise, firstLane, factor, gradient),
            static (a, start, end) => a.average.Add(a.probabilities.Span[start..end], a.codes.Span[start..end],
                a.codeGradient.Span[start..end], a.temperature, a.noise, a.firstLane, a.factor, start, a.gradient.Span[start..end]));
    }

    // All repeats of some latents before the next, so that whatever they have in common stays in the cache.
    private void Add(ReadOnlySpan<Real> probabilities, ReadOnlySpan<Real> codes, ReadOnlySpan<Real> codeGradient, Real temperature,
        INoise noise, int firstLane, Real factor, int start, Span<Real> gradient)
    {
        int categories = shape.Categories, length = gradient.Length;
        Span<Real> perturbed = _perturbed.Span.Slice(start, length), log = _logRelaxed.Span.Slice(start, length);
        Span<Real> relaxed = _relaxed.Span.Slice(start, length);
        for (int r = 0; r < repeats; r++)
        {
            GumbelNoise.PerturbGiven(probabilities, codes, categories, noise, firstLane + r, start, perturbed);
            LogSoftmax.Forward(perturbed, categories, 1 / temperature, log, relaxed);
            SoftmaxJacobian.Multiply(relaxed, codeGradient, categories, factor / (repeats * temperature), gradient, add: true);
        }
    }
}
