using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The coupled relaxations of REBAR and RELAX: v = ln p + G, its one-hot arg max z, and ṽ, another such v given z; s = softmax(v / λ) and
/// s̃ of ṽ. For a surrogate C of relaxed codes, C(s̃)(z − p) is the score-function estimate of its mean and D = A ∇C(s) − Ã ∇C(s̃) corrects
/// it to 0 in the mean, where A = (1/λ) J(s) and Ã g = w ∘ (1/λ) J(s̃) g − p ⟨1, w ∘ (1/λ) J(s̃) g⟩ are the paths from the logits, w_k =
/// (E_k / p_k) / (E_k / p_k + E_z) for k ≠ z and w_z = 0, E the exponentials behind ṽ.
/// </summary>
internal sealed class ConditionalRelaxation(LatentShape shape)
{
    private readonly Matrix _perturbed = new(0, shape.Width);
    private readonly Matrix _conditional = new(0, shape.Width);
    private readonly Matrix _weights = new(0, shape.Width);
    private readonly TemperedSoftmax _softmax = new(shape);

    /// <summary>z, B × N·K.</summary>
    public Matrix Codes { get; } = new(0, shape.Width);

    /// <summary>Draws v from lane 1 and ṽ from lane 2.</summary>
    public void Draw(Posterior posterior, INoise noise)
    {
        GumbelNoise.Perturb(posterior, posterior.LogProbabilities, noise, lane: 1, _perturbed);
        GumbelNoise.OneHotMaximum(posterior, _perturbed, Codes);
        GumbelNoise.PerturbGiven(posterior, posterior.Probabilities, Codes, noise, lane: 2, _conditional);
        _weights.WithRows(posterior.Count);
        posterior.Share(posterior.Count, this, static (relaxation, start, end) => relaxation.Weigh(start, end));
    }

    /// <summary>s of all data, then s̃ of all data: 2 B × N·K, overwritten.</summary>
    public void Relax(Posterior posterior, Real temperature, Matrix both)
    {
        int values = _perturbed.Span.Length;
        both.WithRows(2 * _perturbed.Rows);
        _softmax.Forward(posterior, _perturbed, temperature).Span.CopyTo(both.Span);
        _softmax.Forward(posterior, _conditional, temperature).Span.CopyTo(both.Span[values..]);
    }

    /// <summary>In place: ∇C at s and s̃ become A ∇C(s) and Ã ∇C(s̃).</summary>
    public void Backward(Posterior posterior, Real temperature, Matrix both, Matrix slopes)
    {
        SoftmaxJacobian.Apply(posterior, both, slopes, 1 / temperature, slopes);
        posterior.Share(posterior.Count, (posterior, weights: _weights, slopes), static (a, start, end) =>
        {
            Span<Real> conditional = a.slopes.Span[a.weights.Span.Length..][start..end];
            ReadOnlySpan<Real> p = a.posterior.Probabilities.Span[start..end];
            TensorPrimitives.Multiply(conditional, a.weights.Span[start..end], conditional);
            for (int first = 0, categories = a.posterior.Shape.Categories; first < p.Length; first += categories)
            {
                Real sum = 0;
                for (int k = first; k < first + categories; k++) sum += conditional[k];
                for (int k = first; k < first + categories; k++) conditional[k] -= p[k] * sum;
            }
        });
    }

    /// <summary>
    /// The transpose of that: a gradient e by the estimate (B × N·K) becomes Aᵀ e and Ãᵀ e, the gradients by ∇C(s) and by ∇C(s̃).
    /// </summary>
    public void Transpose(Posterior posterior, Real temperature, Matrix both, Matrix estimateGradient, Matrix slopes)
    {
        slopes.WithRows(both.Rows);
        estimateGradient.Span.CopyTo(slopes.Span);
        posterior.Share(posterior.Count, (posterior, weights: _weights, estimateGradient, slopes), static (a, start, end) =>
        {
            Span<Real> conditional = a.slopes.Span[a.weights.Span.Length..][start..end];
            ReadOnlySpan<Real> e = a.estimateGradient.Span[start..end], p = a.posterior.Probabilities.Span[start..end];
            for (int first = 0, categories = a.posterior.Shape.Categories; first < p.Length; first += categories)
            {
                Real mean = 0;
                for (int k = first; k < first + categories; k++) mean += p[k] * e[k];
                for (int k = first; k < first + categories; k++) conditional[k] = e[k] - mean;
            }
            TensorPrimitives.Multiply(conditional, a.weights.Span[start..end], conditional);
        });
        // J is symmetric.
        SoftmaxJacobian.Apply(posterior, both, slopes, 1 / temperature, slopes);
    }

    /// <summary>Overwrites <paramref name="control"/> with −C(s̃)(z − p) + D, whose mean is 0.</summary>
    /// <param name="posterior">p.</param>
    /// <param name="values">C, of s then of s̃, 2 B.</param>
    /// <param name="slopes">As <see cref="Backward"/> left them.</param>
    /// <param name="control">B × N·K.</param>
    public void Control(Posterior posterior, ReadOnlySpan<Real> values, Matrix slopes, Matrix control)
    {
        int count = posterior.Count;
        Span<Real> result = control.WithRows(count).Span;
        ReadOnlySpan<Real> free = slopes.Span[..result.Length], conditional = slopes.Span[result.Length..];
        ReadOnlySpan<Real> z = Codes.Span, p = posterior.Probabilities.Span;
        for (int i = 0; i < result.Length; i++)
            result[i] = free[i] - conditional[i] - values[count + i / shape.Width] * (z[i] - p[i]);
    }

    // w from ṽ itself: E_k / p_k + E_z = e^−ṽ_k and E_z = e^−ṽ_z, so that w_k = 1 − e^(ṽ_k − ṽ_z), which is 0 for z.
    private void Weigh(int start, int end)
    {
        Span<Real> weights = _weights.Span[start..end];
        ReadOnlySpan<Real> conditional = _conditional.Span[start..end], z = Codes.Span[start..end];
        for (int first = 0; first < weights.Length; first += shape.Categories)
        {
            Real selected = conditional[first + z.Slice(first, shape.Categories).IndexOf((Real)1)];
            TensorPrimitives.Subtract(conditional.Slice(first, shape.Categories), selected, weights.Slice(first, shape.Categories));
        }
        TensorPrimitives.Exp(weights, weights);
        TensorPrimitives.Subtract((Real)1, weights, weights);
    }
}
