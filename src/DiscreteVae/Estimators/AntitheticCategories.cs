namespace DiscreteVae.Estimators;

/// <summary>
/// M categories of one latent, each of law Cat(p), that repel each other: d = E / ΣE of M exponentials, u_s = (1 − d_s)^(M − 1), which are
/// uniform, read off the distribution function with the categories in an order drawn from a fixed family. Two of the u have the
/// distribution function C(x, y) = max(0, x^(1/m) + y^(1/m) − 1)^m, m = M − 1.
/// </summary>
/// <remarks>
/// A pair of different categories must have a chance whenever both have one. With M = 2 the u mirror each other, and only the first and the
/// last of an order surely meet: the family is an order a pair, K (K − 1) / 2. From M = 3 on the last of an order can meet every other: the
/// K rotations.
/// </remarks>
internal sealed class AntitheticCategories
{
    private readonly int _samples, _categories;
    private readonly int[][] _orders;
    // Of each order and category: where its interval begins and ends.
    private readonly double[] _low, _high;
    private readonly double[] _p;

    public AntitheticCategories(int samples, int categories)
    {
        (_samples, _categories) = (samples, categories);
        _orders = [.. samples == 2 && categories > 1 ? Pairs(categories) : Rotations(categories)];
        (_low, _high) = (new double[_orders.Length * categories], new double[_orders.Length * categories]);
        _p = new double[categories];
    }

    /// <summary>Orders in the family.</summary>
    public int Orders => _orders.Length;

    /// <summary>Takes p of one latent, and lays the categories out in every order.</summary>
    public void SetProbabilities(ReadOnlySpan<Real> logProbabilities)
    {
        double sum = 0;
        for (int k = 0; k < _categories; k++) sum += _p[k] = Math.Exp(logProbabilities[k]);
        for (int k = 0; k < _categories; k++) _p[k] /= sum;
        for (int o = 0; o < _orders.Length; o++)
        {
            double below = 0;
            for (int i = 0; i < _categories; i++)
            {
                int at = o * _categories + _orders[o][i];
                _low[at] = below;
                below = i == _categories - 1 ? 1 : Math.Min(below + _p[_orders[o][i]], 1);
                _high[at] = below;
            }
        }
    }

    /// <summary>The category of a u in (0, 1) in an order.</summary>
    public int Category(int order, double u)
    {
        foreach (int category in _orders[order])
        {
            if (u < _high[order * _categories + category]) return category;
        }
        return _orders[order][^1];
    }

    /// <summary>r = p_a p_b / P(a, b) of two samples' categories, P the mean over the orders; 0 where P is 0 to rounding.</summary>
    public double Ratio(int a, int b)
    {
        double joint = Joint(a, b);
        return joint > 0 ? _p[a] * _p[b] / joint : 0;
    }

    /// <summary>The published code's ratio, (p_a p_b + 1e-3) / (P + 1e-3) kept in [0.01, 10].</summary>
    public double ClippedRatio(int a, int b) => Math.Clamp((_p[a] * _p[b] + 1e-3) / (Joint(a, b) + 1e-3), 0.01, 10);

    /// <summary>P(a, b), that one sample is a and another b.</summary>
    public double Joint(int a, int b)
    {
        double sum = 0;
        for (int o = 0; o < _orders.Length; o++)
        {
            double lowA = Root(_low[o * _categories + a]), highA = Root(_high[o * _categories + a]);
            double lowB = Root(_low[o * _categories + b]), highB = Root(_high[o * _categories + b]);
            sum += Below(highA, highB) - Below(lowA, highB) - Below(highA, lowB) + Below(lowA, lowB);
        }
        return sum / _orders.Length;
    }

    private double Root(double x) => _samples switch { 2 => x, 3 => Math.Sqrt(x), 4 => Math.Cbrt(x), _ => Math.Pow(x, 1.0 / (_samples - 1)) };

    private double Below(double rootX, double rootY)
    {
        double reach = Math.Max(rootX + rootY - 1, 0), product = 1;
        for (int i = 1; i < _samples; i++) product *= reach;
        return product;
    }

    private static IEnumerable<int[]> Rotations(int categories) =>
        Enumerable.Range(0, categories).Select(first => Enumerable.Range(0, categories).Select(i => (first + i) % categories).ToArray());

    private static IEnumerable<int[]> Pairs(int categories)
    {
        for (int last = 1; last < categories; last++)
        {
            for (int first = 0; first < last; first++)
            {
                int[] between = [.. Enumerable.Range(0, categories).Where(k => k != first && k != last)];
                yield return [first, .. between, last];
            }
        }
    }
}
