using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Two numbers that descend a gradient by Adam: a control variate's scale and the logarithm of its temperature.</summary>
internal sealed class LearnedScalars(double first, double second) : IStateful
{
    private readonly AdamDescent _descent = new("scalars", [(Real)first, (Real)second]);

    public double this[int index]
    {
        get => _descent.Values[index];
        set => _descent.Values[index] = (Real)value;
    }

    public void Step(double byFirst, double bySecond, double learningRate)
    {
        (_descent.Gradient[0], _descent.Gradient[1]) = ((Real)byFirst, (Real)bySecond);
        _descent.Step(learningRate);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor) => _descent.VisitState(visitor);
}
