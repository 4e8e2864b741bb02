using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// Exponential moving averages of a minibatch's mean and mean square. They start at 0 and are corrected for that start as Adam's moments
/// are.
/// </summary>
/// <param name="decay">How much a step keeps, in [0, 1).</param>
internal struct RunningMoments(double decay)
{
    private double _mean;
    private double _square;
    private double _weight;

    /// <summary>The mean; 0 before the first minibatch.</summary>
    public readonly double Mean => _weight > 0 ? _mean / _weight : 0;

    /// <summary>√E[v²]; 0 before the first minibatch.</summary>
    public readonly double RootMeanSquare => _weight > 0 ? Math.Sqrt(_square / _weight) : 0;

    /// <summary>The standard deviation; 0 before the first minibatch.</summary>
    public readonly double Deviation => _weight > 0 ? Math.Sqrt(Math.Max(_square / _weight - Mean * Mean, 0)) : 0;

    /// <summary>Takes a minibatch in.</summary>
    public void Observe(ReadOnlySpan<Real> values)
    {
        double sum = 0, squares = 0;
        foreach (Real value in values)
        {
            sum += value;
            squares += (double)value * value;
        }
        _mean = decay * _mean + (1 - decay) * (sum / values.Length);
        _square = decay * _square + (1 - decay) * (squares / values.Length);
        _weight = decay * _weight + (1 - decay);
    }

    /// <summary>Shows all that is remembered.</summary>
    public void VisitState(IStateVisitor visitor, string name)
    {
        visitor.Visit($"{name}.mean", ref _mean);
        visitor.Visit($"{name}.square", ref _square);
        visitor.Visit($"{name}.weight", ref _weight);
    }
}
