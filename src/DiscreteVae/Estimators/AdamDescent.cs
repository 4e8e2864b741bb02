using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Estimators;

/// <summary>An estimator's own parameters, their gradient, and an Adam that takes them down it.</summary>
/// <param name="name">Of them in a checkpoint.</param>
/// <param name="values">The parameters at first.</param>
internal sealed class AdamDescent(string name, Real[] values) : IStateful
{
    private readonly Adam _optimizer = new(new AdamOptions());
    private readonly Real[] _first = new Real[values.Length], _second = new Real[values.Length];

    /// <summary>The parameters.</summary>
    public Real[] Values { get; } = values;

    /// <summary>What was accumulated since the last step.</summary>
    public Real[] Gradient { get; } = new Real[values.Length];

    /// <summary>A step along <see cref="Gradient"/>, which is 0 afterwards.</summary>
    public void Step(double learningRate)
    {
        _optimizer.BeginStep(learningRate);
        _optimizer.Update(Values, Gradient, _first, _second);
        Array.Clear(Gradient);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        visitor.Visit($"{name}.parameters", Values);
        visitor.Visit($"{name}.first", _first);
        visitor.Visit($"{name}.second", _second);
        long step = _optimizer.Step;
        visitor.Visit($"{name}.step", ref step);
        _optimizer.Restore(step);
    }
}
