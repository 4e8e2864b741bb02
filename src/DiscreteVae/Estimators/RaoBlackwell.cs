using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The mean over Gumbel noise given the sample, of the Jacobian of a tempered softmax applied to the gradient by the codes.
/// </summary>
internal sealed class RaoBlackwell(LatentShape shape, int repeats)
{
    private readonly Matrix _perturbed = new(0, shape.Width);
    private readonly TemperedSoftmax _relaxed = new(shape);

    /// <summary>
    /// Adds factor · (1/R) Σ_r (1/τ) J(softmax(u_r / τ)) g to <paramref name="gradient"/>, u_r the perturbed logits of
    /// <see cref="GumbelNoise.PerturbGiven"/>. Repeat r draws from lane <paramref name="firstLane"/> + r.
    /// </summary>
    public void Add(Matrix probabilities, Matrix codes, Matrix codeGradient, Real temperature, INoise noise, int firstLane, Real factor,
        Matrix gradient)
    {
        Real scale = factor / (repeats * temperature);
        for (int r = 0; r < repeats; r++)
        {
            GumbelNoise.PerturbGiven(probabilities, codes, shape.Categories, noise, firstLane + r, _perturbed);
            AddSoftmaxBackward(_relaxed.Forward(_perturbed, temperature), codeGradient, shape.Categories, scale, gradient);
        }
    }

    /// <summary>Adds scale · J(q) g to <paramref name="gradient"/>.</summary>
    public static void AddSoftmaxBackward(Matrix probabilities, Matrix codeGradient, int categories, Real scale, Matrix gradient)
    {
        ReadOnlySpan<Real> q = probabilities.Span, g = codeGradient.Span;
        Span<Real> result = gradient.Span;
        for (int start = 0; start < q.Length; start += categories)
        {
            Real mean = 0;
            for (int k = start; k < start + categories; k++) mean += q[k] * g[k];
            for (int k = start; k < start + categories; k++) result[k] += scale * q[k] * (g[k] - mean);
        }
    }
}
