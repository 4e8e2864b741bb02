using System.ComponentModel.DataAnnotations;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Options of <see cref="Relax"/>.</summary>
public sealed record RelaxOptions
{
    /// <summary>η at the start, the weight of the relaxed loss in the surrogate.</summary>
    [Range(-100.0, 100.0)]
    public double Eta { get; init; } = 1;

    /// <summary>λ at the start, above 0.</summary>
    [Range(Relax.LeastTemperature, Relax.LargestTemperature)]
    public double Temperature { get; init; } = 0.5;

    /// <summary>Whether λ is learned too, by a forward difference: two more evaluations and backward passes a step.</summary>
    public bool LearnTemperature { get; init; } = true;

    /// <summary>Hidden units of the surrogate's network.</summary>
    [Range(1, 4096)]
    public int Hidden { get; init; } = 64;

    /// <summary>Adam's learning rate for the network, η and ln λ; 0 leaves them as they are, which is REBAR with a fixed scale.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 1e-3;
}

/// <summary>
/// RELAX: REBAR with a learned surrogate C(s) = η f(s) + r(s, x) in place of the relaxed loss, r a network with one hidden layer (0 at
/// first). The estimate f(z)(z − p) − C(s̃)(z − p) + D is unbiased for any surrogate; r, η and λ descend the square of the gradient, whose
/// expectation is its variance and a constant. They learn after use, so that they never depend on the sample they are used with. The
/// decoder learns from z. Grathwohl, Choi, Wu, Roeder and Duvenaud, "Backpropagation through the void", 2018, arXiv 1711.00123.
/// </summary>
/// <remarks>
/// The square's derivative by r is exact, second derivatives of the network included; that by λ, which would need those of the decoder, is
/// a forward difference with the same noise. λ stays between <see cref="LeastTemperature"/> and <see cref="LargestTemperature"/>; the
/// scheduled temperature is not used.
/// </remarks>
public sealed class Relax : IGradientEstimator, IStateful
{
    /// <summary>The least λ.</summary>
    public const double LeastTemperature = 0.05;

    /// <summary>The largest λ.</summary>
    public const double LargestTemperature = 10;

    // Of ln λ: large enough to rise above float32 rounding of losses of a hundred nats.
    private const double Difference = 0.05;

    private readonly RelaxOptions _options;
    private readonly Surrogate _surrogate;
    private readonly ConditionalRelaxation _relaxation;
    private readonly LearnedScalars _scalars;
    private readonly Matrix _both, _slopes, _lossControl, _control, _adjoint;
    private readonly Matrix _values = new(0, 1);

    /// <summary>Makes the buffers and the network.</summary>
    public Relax(EstimatorContext context, RelaxOptions options)
    {
        _options = options;
        _surrogate = new Surrogate(context, options.Hidden);
        _relaxation = new ConditionalRelaxation(context.Shape);
        _scalars = new LearnedScalars(options.Eta, Math.Log(options.Temperature));
        (_both, _slopes) = (new Matrix(0, context.Shape.Width), new Matrix(0, context.Shape.Width));
        (_lossControl, _control) = (new Matrix(0, context.Shape.Width), new Matrix(0, context.Shape.Width));
        _adjoint = new Matrix(0, context.Shape.Width);
        int evaluations = LearnsTemperature ? 5 : 3;
        Traits = new EstimatorTraits("relax", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: evaluations,
            UsesCodeGradient: true, "Grathwohl, Choi, Wu, Roeder and Duvenaud, 2018, arXiv 1711.00123");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <summary>η now.</summary>
    public double Eta => _scalars[0];

    /// <summary>λ now.</summary>
    public double Temperature => Math.Exp(_scalars[1]);

    private bool LearnsTemperature => _options is { LearnTemperature: true, LearningRate: > 0 };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        var eta = (Real)Eta;
        _relaxation.Draw(posterior, noise);
        // The loss's control first at the neighbouring λ, so that what is left in the buffers is that of λ itself.
        double neighbour = 0;
        if (LearnsTemperature)
        {
            LossControl(posterior, objective, Math.Exp(_scalars[1] + Difference));
            _surrogate.Control(posterior, _both, _relaxation, (Real)Math.Exp(_scalars[1] + Difference), _control);
            AddScaled(_control, eta, _lossControl);
            _adjoint.CopyFrom(_control);
        }
        LossControl(posterior, objective, Temperature);
        _surrogate.Control(posterior, _both, _relaxation, (Real)Temperature, _control);
        AddScaled(_control, eta, _lossControl);
        objective.Evaluate(_relaxation.Codes, losses);
        ScoreFunction.Weigh(posterior, _relaxation.Codes, losses, gradient);
        if (LearnsTemperature) neighbour = SquareOfSum(gradient, _adjoint) / count;
        AddScaled(gradient, 1, _control);
        if (_options.LearningRate > 0) Train(posterior, gradient, neighbour);
        objective.Learn();
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        _scalars.VisitState(visitor);
        _surrogate.VisitState(visitor);
    }

    private void LossControl(Posterior posterior, ILatentObjective objective, double temperature)
    {
        int rows = 2 * posterior.Count;
        _relaxation.Relax(posterior, (Real)temperature, _both);
        Span<Real> values = _values.WithRows(rows).Span;
        objective.Evaluate(_both, values);
        objective.Gradient(_slopes.WithRows(rows));
        _relaxation.Backward(posterior, (Real)temperature, _both, _slopes);
        _relaxation.Control(posterior, values, _slopes, _lossControl);
    }

    // L = ‖estimate‖² / B, and e = ∂L/∂estimate.
    private void Train(Posterior posterior, Matrix estimate, double neighbour)
    {
        int count = posterior.Count;
        double square = 0, byEta = 0;
        ReadOnlySpan<Real> values = estimate.Span, control = _lossControl.Span;
        Span<Real> adjoint = _adjoint.WithRows(count).Span;
        for (int i = 0; i < values.Length; i++)
        {
            square += (double)values[i] * values[i];
            byEta += 2.0 * values[i] * control[i] / count;
            adjoint[i] = 2 * values[i] / count;
        }
        double byLogTemperature = LearnsTemperature ? (neighbour - square / count) / Difference : 0;
        _surrogate.Train(posterior, _both, _relaxation, (Real)Temperature, _adjoint, _options.LearningRate);
        _scalars.Step(byEta, byLogTemperature, _options.LearningRate);
        _scalars[1] = Math.Clamp(_scalars[1], Math.Log(LeastTemperature), Math.Log(LargestTemperature));
    }

    private static void AddScaled(Matrix sum, Real scale, Matrix addend)
    {
        Span<Real> values = sum.Span;
        ReadOnlySpan<Real> added = addend.Span;
        for (int i = 0; i < values.Length; i++) values[i] += scale * added[i];
    }

    private static double SquareOfSum(Matrix left, Matrix right)
    {
        double square = 0;
        ReadOnlySpan<Real> a = left.Span, b = right.Span;
        for (int i = 0; i < a.Length; i++) square += ((double)a[i] + b[i]) * ((double)a[i] + b[i]);
        return square;
    }
}
