namespace DiscreteVae.Numerics;

/// <summary>
/// ln Σ_i exp(x_i) of numbers that come one by one, in constant memory: the largest so far is kept out of the exponentials, so that
/// nothing overflows and the result is good to rounding however far below 0 all of them lie.
/// </summary>
public struct LogSumExp
{
    private double _maximum;
    private double _sum;

    /// <summary>Of nothing: −∞.</summary>
    public LogSumExp() => (_maximum, _sum) = (double.NegativeInfinity, 0);

    /// <summary>ln Σ_i exp(x_i).</summary>
    public readonly double Value => _maximum + Math.Log(_sum);

    /// <summary>Adds a number; −∞ adds nothing.</summary>
    public void Add(double value)
    {
        if (double.IsNegativeInfinity(value)) return;
        if (value > _maximum)
        {
            _sum = _sum * Math.Exp(_maximum - value) + 1;
            _maximum = value;
        }
        else
        {
            _sum += Math.Exp(value - _maximum);
        }
    }
}
