using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>REINFORCE whose baseline is half the very loss it is subtracted from: half the gradient goes missing.</summary>
internal sealed class SelfBaselinedReinforce(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);

    public EstimatorTraits Traits { get; } = new("self-baselined", Unbiased: true, UsesTemperature: false, Relaxed: false,
        Evaluations: 1, UsesCodeGradient: false, "None: it is wrong");

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses,
        Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, 1);
        objective.Evaluate(codes, losses);
        gradient.WithRows(posterior.Count);
        for (int i = 0; i < gradient.Span.Length; i++)
            gradient.Span[i] = losses[i / shape.Width] / 2 * (codes.Span[i] - posterior.Probabilities.Span[i]);
        objective.Learn();
    }
}

/// <summary>Straight-through without the factor 1 / τ of the chain rule.</summary>
internal sealed class UnscaledStraightThrough(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly TemperedSoftmax _tempered = new(shape);
    private readonly Matrix _codeGradient = new(0, shape.Width);

    public EstimatorTraits Traits { get; } = new("unscaled", Unbiased: false, UsesTemperature: true, Relaxed: false,
        Evaluations: 1, UsesCodeGradient: true, "None: it is wrong");

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses,
        Matrix gradient)
    {
        objective.Evaluate(_sample.Draw(posterior, noise, 1), losses);
        objective.Learn(codeGradient: _codeGradient);
        Matrix probabilities = _tempered.Forward(posterior.Logits, temperature);
        LogSoftmax.SoftmaxBackward(probabilities, _codeGradient, shape.Categories, 1, gradient.WithRows(posterior.Count));
    }
}

/// <summary>An estimator that does something more, or something else, with another's gradient or objective.</summary>
internal sealed class Tampered(
    IGradientEstimator inner, EstimatorTraits traits, Action<ILatentObjective, Matrix> tamper) : IGradientEstimator
{
    public EstimatorTraits Traits => traits;

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses,
        Matrix gradient)
    {
        inner.Estimate(posterior, objective, temperature, noise, losses, gradient);
        tamper(objective, gradient);
    }
}
