using DiscreteVae.Research.Manifests;
using MathNet.Numerics.Distributions;

namespace DiscreteVae.Research.Laboratory;

/// <summary>A value with its 95 % confidence interval.</summary>
/// <param name="Value">The point estimate.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
internal readonly record struct Measured(double Value, double Low, double High)
{
    /// <summary>A value that is known.</summary>
    public static Measured Known(double value) => new(value, value, value);

    /// <summary>Both ends and the value through an increasing function.</summary>
    public Measured Map(Func<double, double> function) => new(function(Value), function(Low), function(High));

    /// <summary>Times a known positive factor.</summary>
    public Measured Times(double factor) => Map(value => value * factor);

    /// <summary>The product of two positive values; its interval is at least as wide as it must be.</summary>
    public Measured Times(Measured other) => new(Value * other.Value, Low * other.Low, High * other.High);
}

/// <summary>
/// Intervals by the delete-one-block jackknife: θ̂ ± t(0.975, K − 1) s with s² = (K − 1)/K Σ_k (θ̂_k − θ̄)² and θ̂_k the figure without the
/// k-th of K blocks of draws. Where the reference is a run, s² has the same sum over the blocks of that run added. Squared figures are
/// jackknifed as such and rooted after, 0 for what is below it, so that the interval of a bias that is not there reaches 0; there the
/// jackknife is on the safe side, s being √2 times what it should. Variances and errors, which are above 0, are jackknifed as logarithms.
/// </summary>
internal sealed class GradientStatistics
{
    private readonly GradientFigures _all;
    private readonly GradientFigures[] _withoutBlock;
    private readonly GradientFigures[] _withoutReferenceBlock;

    /// <summary>Computes the figures of all draws, and of those without each block.</summary>
    /// <param name="moments">Of the draws, centred at the reference.</param>
    /// <param name="reference">What the estimator should give on average.</param>
    public GradientStatistics(GradientMoments moments, GradientReference reference)
    {
        double[] centre = reference.Vector;
        _all = Figures(moments, reference, -1);
        _withoutBlock = moments.Blocks == 1 ? [] : [.. Enumerable.Range(0, moments.Blocks).Select(k => Figures(moments, reference, k))];
        double[] mean = Mean(moments);
        _withoutReferenceBlock =
        [
            .. reference.Others.Select(other =>
            {
                double[] deviation = [.. mean.Select((d, i) => d + centre[i] - other.Vector[i])];
                double[] shift = [.. centre.Select((r, i) => r - other.Vector[i])];
                double square = moments.SquaresWithout(-1) / moments.Count + 2 * GradientMoments.Dot(mean, shift) + GradientMoments.Dot(shift, shift);
                return new GradientFigures(moments.Count, GradientMoments.Dot(deviation, deviation), square,
                    GradientMoments.Dot(deviation, other.Vector), GradientMoments.Dot(other.Vector, other.Vector), other.Variance,
                    GradientMoments.Dot(moments.Directions, other.Vector) / moments.Count / GradientMoments.Norm(other.Vector));
            }),
        ];
    }

    /// <summary>‖E g − g*‖ / ‖g*‖.</summary>
    public Measured RelativeBias => Jackknife(figures => figures.SquaredRelativeBias).Map(Root);

    /// <summary>√V, nats.</summary>
    public Measured StandardDeviation => Positive(figures => figures.Variance).Map(Math.Sqrt);

    /// <summary>√V / ‖g*‖.</summary>
    public Measured RelativeStandardDeviation => RelativeVariance.Map(Math.Sqrt);

    /// <summary>V / ‖g*‖².</summary>
    public Measured RelativeVariance => Positive(figures => figures.RelativeVariance);

    /// <summary>E ‖g − g*‖², nats².</summary>
    public Measured MeanSquaredError => Positive(figures => figures.MeanSquaredError);

    /// <summary>‖E g‖ / √V; infinite without noise.</summary>
    public Measured SignalToNoise =>
        _all.Variance == 0 ? Measured.Known(double.PositiveInfinity) : Jackknife(figures => figures.SquaredSignalToNoise).Map(Root);

    /// <summary>E cos(g, g*).</summary>
    public Measured Cosine => Jackknife(figures => figures.Cosine).Map(Correlation);

    /// <summary>cos(E g, g*); anything where the noise hides E g.</summary>
    public Measured CosineOfMean
    {
        get
        {
            Measured cosine = Jackknife(figures => figures.CosineOfMean);
            return double.IsNaN(cosine.Low) ? new Measured(Correlation(cosine.Value), -1, 1) : cosine.Map(Correlation);
        }
    }

    private static double Root(double square) => Math.Sqrt(Math.Max(0, square));

    private static double Correlation(double value) => double.IsNaN(value) ? value : Math.Clamp(value, -1, 1);

    private static double[] Mean(GradientMoments moments)
    {
        double[] mean = moments.SumWithout(-1);
        for (int i = 0; i < mean.Length; i++) mean[i] /= moments.Count;
        return mean;
    }

    private static GradientFigures Figures(GradientMoments moments, GradientReference reference, int without)
    {
        int count = moments.Count - (without < 0 ? 0 : moments.CountOf(without));
        double[] sum = moments.SumWithout(without);
        return new GradientFigures(count, GradientMoments.Dot(sum, sum) / count / count, moments.SquaresWithout(without) / count,
            GradientMoments.Dot(sum, reference.Vector) / count, GradientMoments.Dot(reference.Vector, reference.Vector), reference.Variance,
            moments.CosinesWithout(without) / count);
    }

    // Where an error is not above 0, as that of an estimator without noise and bias, there is nothing to take the logarithm of.
    private Measured Positive(Func<GradientFigures, double> figure) =>
        _withoutBlock.Append(_all).Concat(_withoutReferenceBlock).All(figures => figure(figures) > 0)
            ? Jackknife(figures => Math.Log(figure(figures))).Map(Math.Exp)
            : Jackknife(figure).Map(value => Math.Max(0, value));

    private Measured Jackknife(Func<GradientFigures, double> figure)
    {
        double value = figure(_all), variance = Variance(_withoutBlock, figure) + Variance(_withoutReferenceBlock, figure);
        // A figure without an error is exact, infinite ones included.
        double reach = variance == 0 ? 0 : StudentT.InvCDF(0, 1, GradientsSection.Blocks - 1, 0.975) * Math.Sqrt(variance);
        return new Measured(value, value - reach, value + reach);
    }

    private static double Variance(GradientFigures[] without, Func<GradientFigures, double> figure)
    {
        if (without.Length == 0) return 0;
        double[] values = [.. without.Select(figure)];
        double mean = values.Average();
        return (values.Length - 1.0) / values.Length * values.Sum(value => (value - mean) * (value - mean));
    }
}
