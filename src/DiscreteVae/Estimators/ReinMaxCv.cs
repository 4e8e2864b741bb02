using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="ReinMaxCv"/>.</summary>
public sealed record ReinMaxCvOptions
{
    /// <summary>η, the weight of the correction; 0 is ReinMax at temperature 1.</summary>
    [Range(-100.0, 100.0)]
    public double Eta { get; init; } = 0.7;

    /// <summary>R, the draws of the noise given the sample; no extra decoder evaluations.</summary>
    [Range(1, 10_000)]
    public int Repeats { get; init; } = 100;
}

/// <summary>
/// ReinMax with a control variate, in the definition with the Gumbels of the forward draw: z = arg max (θ + G), π = ½(p + z), and
/// ReinMax(1) + η [ (1/R) Σ_r (1/τ) J(softmax(u_r / τ)) g − (1/τ) J(softmax((ln π + G) / τ)) g ], u_r = ln π + G' given that its
/// arg max is z.
/// </summary>
/// <remarks>
/// This is the paper's equation (18) as written. Its published code instead adds the relaxed sample where G is meant; and since G
/// is drawn given arg max (θ + G) = z, not given arg max (ln π + G) = z, the bracket has no mean of 0, so that the estimate is
/// biased already for linear f. Wang and Bui, "Beyond ReinMax", 2026, arXiv 2603.08257.
/// </remarks>
public sealed class ReinMaxCv(LatentShape shape, ReinMaxCvOptions options) : IGradientEstimator
{
    private readonly Matrix _perturbed = new(0, shape.Width);
    private readonly Matrix _codes = new(0, shape.Width);
    private readonly Matrix _mixture = new(0, shape.Width);
    private readonly Matrix _codeGradient = new(0, shape.Width);
    private readonly TemperedSoftmax _relaxed = new(shape);
    private readonly RaoBlackwell _average = new(shape, options.Repeats);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("reinmax-cv", Unbiased: false, UsesTemperature: true, Relaxed: false, Evaluations: 1,
        UsesCodeGradient: true, "Wang and Bui, 2026, arXiv 2603.08257");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        GumbelNoise.Perturb(posterior, posterior.Logits, noise, lane: 1, _perturbed);
        GumbelNoise.OneHotMaximum(posterior, _perturbed, _codes);
        objective.Evaluate(_codes, losses);
        objective.Learn(codeGradient: _codeGradient);
        ReinMax.Mix(posterior.Probabilities, _codes, _mixture);
        SoftmaxJacobian.Apply(posterior, _mixture, _codeGradient, 2, gradient);
        SoftmaxJacobian.Add(posterior, posterior.Probabilities, _codeGradient, (Real)(-0.5), gradient);

        var eta = (Real)options.Eta;
        _average.Add(posterior, _mixture, _codes, _codeGradient, temperature, noise, firstLane: 2, eta, gradient);
        // θ + G becomes ln π + G: where π is 0 its logarithm is −∞ and its softmax 0.
        Span<Real> shifted = _perturbed.Span, logMixture = _mixture.Span;
        TensorPrimitives.Subtract(shifted, posterior.Logits.Span, shifted);
        TensorPrimitives.Log(logMixture, logMixture);
        TensorPrimitives.Add(shifted, logMixture, shifted);
        Matrix relaxed = _relaxed.Forward(posterior, _perturbed, temperature);
        SoftmaxJacobian.Add(posterior, relaxed, _codeGradient, -eta / temperature, gradient);
    }
}
