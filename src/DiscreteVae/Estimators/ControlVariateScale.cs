using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The scale η of a control variate in an estimate A + η B, with B of mean 0: −E⟨A, B⟩ / E⟨B, B⟩ has the least variance. The
/// means are exponential moving averages over earlier minibatches, so that η never depends on the sample it is used with.
/// </summary>
internal sealed class ControlVariateScale(double initial, bool adaptive) : IStateful
{
    private const double Decay = 0.99;
    private double _mixed;
    private double _square;
    private double _value = initial;

    public double Value => _value;

    public void Observe(double mixed, double square)
    {
        _mixed = Decay * _mixed + (1 - Decay) * mixed;
        _square = Decay * _square + (1 - Decay) * square;
        if (adaptive && _square > 0) _value = -_mixed / _square;
    }

    /// <summary>Adds η B to an estimate A, and then learns from both.</summary>
    public void Add(Matrix control, Matrix estimate)
    {
        ReadOnlySpan<Real> b = control.Span;
        Span<Real> a = estimate.Span;
        var eta = (Real)_value;
        double mixed = 0, square = 0;
        for (int i = 0; i < a.Length; i++)
        {
            mixed += (double)a[i] * b[i];
            square += (double)b[i] * b[i];
            a[i] += eta * b[i];
        }
        Observe(mixed, square);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        // A scale that does not adapt has nothing to remember.
        if (!adaptive) return;
        visitor.Visit("mixed", ref _mixed);
        visitor.Visit("square", ref _square);
        visitor.Visit("value", ref _value);
    }
}
