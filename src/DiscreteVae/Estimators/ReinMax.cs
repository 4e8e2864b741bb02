using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// ReinMax: with q = ½(p_τ + z), p_τ = softmax(θ / τ) and z ~ Cat(p), the estimate is 2 J(q) g − ½ J(p) g, where g = ∂f/∂z and
/// J(q) v = q ∘ (v − ⟨q, v⟩), per latent. The second p is not tempered and there is no factor 1/τ. Exact for f linear and
/// quadratic in z at τ = 1, the Heun of straight-through's Euler; another τ is biased already for linear f. Liu, Dong, Liu, Yu
/// and Gao, 2023, arXiv 2304.08612.
/// </summary>
public sealed class ReinMax(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly TemperedSoftmax _tempered = new(shape);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("reinmax", Unbiased: false, UsesTemperature: true, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: true, "Liu, Dong, Liu, Yu and Gao, 2023, arXiv 2304.08612")
    {
        ExactForLinear = true,
        ExactForQuadratic = true,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        Matrix mixture = _tempered.Forward(posterior, posterior.Logits, temperature);
        Mix(mixture, codes, mixture);
        SoftmaxJacobian.Apply(posterior, mixture, _codeGradient, 2, gradient);
        SoftmaxJacobian.Add(posterior, posterior.Probabilities, _codeGradient, (Real)(-0.5), gradient);
    }

    /// <summary>Overwrites <paramref name="mixture"/> with ½(p + z); it may be p.</summary>
    internal static void Mix(Matrix probabilities, Matrix codes, Matrix mixture)
    {
        Span<Real> mixed = mixture.WithRows(codes.Rows).Span;
        TensorPrimitives.Add<Real>(probabilities.Span, codes.Span, mixed);
        TensorPrimitives.Divide(mixed, 2, mixed);
    }
}
