using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Estimators;

/// <summary>Two numbers that descend a gradient by Adam: a control variate's scale and the logarithm of its temperature.</summary>
internal sealed class LearnedScalars(double first, double second) : IStateful
{
    private readonly Adam _optimizer = new(new AdamOptions());
    private readonly Real[] _values = [(Real)first, (Real)second];
    private readonly Real[] _gradient = new Real[2], _mean = new Real[2], _square = new Real[2];

    public double this[int index]
    {
        get => _values[index];
        set => _values[index] = (Real)value;
    }

    public void Step(double byFirst, double bySecond, double learningRate)
    {
        (_gradient[0], _gradient[1]) = ((Real)byFirst, (Real)bySecond);
        _optimizer.BeginStep(learningRate);
        _optimizer.Update(_values, _gradient, _mean, _square);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        visitor.Visit("scalars", _values);
        visitor.Visit("scalars.first", _mean);
        visitor.Visit("scalars.second", _square);
        long step = _optimizer.Step;
        visitor.Visit("scalars.step", ref step);
        _optimizer.Restore(step);
    }
}
