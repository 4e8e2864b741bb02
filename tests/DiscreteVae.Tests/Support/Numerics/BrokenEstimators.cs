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
        Matrix probabilities = _tempered.Forward(posterior, posterior.Logits, temperature);
        SoftmaxJacobian.Apply(posterior, probabilities, _codeGradient, 1, gradient);
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

/// <summary>Another estimator's gradient times a factor that should not be there.</summary>
internal sealed class Scaled(IGradientEstimator inner, Real factor) : IGradientEstimator
{
    public EstimatorTraits Traits => inner.Traits;

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        inner.Estimate(posterior, objective, temperature, noise, losses, gradient);
        foreach (ref Real value in gradient.Span) value *= factor;
    }
}

/// <summary>Two antithetic samples a datum as CARMS draws them, and the leave-one-out gradient of independent ones.</summary>
internal sealed class UnweightedCarms(LatentShape shape) : IGradientEstimator
{
    private readonly Carms _carms = new(new EstimatorContext(shape, 2), new CarmsOptions());

    public EstimatorTraits Traits => _carms.Traits;

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        var recording = new LossRecorder(objective);
        _carms.Estimate(posterior, recording, temperature, noise, losses, gradient);
        int count = posterior.Count;
        for (int i = 0; i < gradient.Span.Length; i++)
        {
            int b = i / shape.Width, other = gradient.Span.Length + i;
            gradient.Span[i] = (recording.Losses[b] - recording.Losses[count + b]) / 2 * (recording.Codes.Span[i] - recording.Codes.Span[other]);
        }
    }
}

/// <summary>MuProp without the mean of its control variate.</summary>
internal sealed class ForgetfulMuProp(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _slopes = new(0, shape.Width);

    public EstimatorTraits Traits { get; } = new MuProp(shape, new MuPropOptions()).Traits;

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        objective.Evaluate(posterior.Probabilities, losses);
        objective.Gradient(_slopes);
        Real[] mean = losses.ToArray();
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, losses);
        gradient.WithRows(posterior.Count);
        for (int i = 0; i < gradient.Span.Length; i++)
        {
            int b = i / shape.Width;
            Real advantage = losses[b] - mean[b];
            for (int k = 0; k < shape.Width; k++) advantage -= _slopes[b, k] * (codes[b, k] - posterior.Probabilities[b, k]);
            gradient.Span[i] = advantage * (codes.Span[i] - posterior.Probabilities.Span[i]);
        }
        objective.Learn();
    }
}

/// <summary>An enumeration that leaves out the last code.</summary>
internal sealed class IncompleteExact(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly CodeEnumeration _codes = new(shape);

    public EstimatorTraits Traits { get; } = new Exact(shape, new ExactOptions()).Traits;

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        var probabilities = new double[_codes.Count * count];
        _codes.Probabilities(posterior, 0, probabilities);
        Matrix codes = _codes.Codes(0), table = new(0, count);
        objective.EvaluateShared(codes, table);
        gradient.WithRows(count).Span.Clear();
        for (int c = 0; c < _codes.Count - 1; c++)
        {
            for (int i = 0; i < gradient.Span.Length; i++)
            {
                int b = i / shape.Width;
                gradient.Span[i] += (Real)probabilities[c * count + b] * table[c, b]
                    * (codes[c, i % shape.Width] - posterior.Probabilities.Span[i]);
            }
        }
        objective.Evaluate(_sample.Draw(posterior, noise, lane: 1), losses);
        objective.Learn();
    }
}

/// <summary>Keeps what was evaluated last.</summary>
internal sealed class LossRecorder(ILatentObjective inner) : ILatentObjective
{
    public Matrix Codes { get; private set; } = new(0, 0);

    public Real[] Losses { get; private set; } = [];

    public int Count => inner.Count;

    public void Evaluate(Matrix codes, Span<Real> losses)
    {
        inner.Evaluate(codes, losses);
        Codes = new Matrix(codes.Rows, codes.Columns);
        Codes.CopyFrom(codes);
        Losses = losses.ToArray();
    }

    public void Gradient(Matrix codeGradient) => inner.Gradient(codeGradient);

    public void Learn(ReadOnlySpan<Real> weights = default, Matrix? codeGradient = null) => inner.Learn(weights, codeGradient);

    public void EvaluateShared(Matrix codes, Matrix losses) => inner.EvaluateShared(codes, losses);

    public void LearnShared(Matrix weights) => inner.LearnShared(weights);
}
