using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace DiscreteVae.Research.Comparison;

/// <summary>
/// What n paired differences d_i say of their mean: d̄, s / √n with s² = Σ(d_i − d̄)² / (n − 1), Student's 95 % confidence
/// interval d̄ ± t(0.975, n − 1) s / √n, and the two-sided p-value of d̄ = 0, Student 1908.
/// </summary>
/// <param name="Count">n, at least 2.</param>
/// <param name="Mean">d̄.</param>
/// <param name="Deviation">s.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="PValue">The probability of a |t| as large or larger where the true mean is 0; 1 where all differences are 0.</param>
public sealed record PairedDifference(int Count, double Mean, double Deviation, double Low, double High, double PValue)
{
    /// <summary>The confidence of every interval.</summary>
    public const double Confidence = 0.95;

    /// <summary>s / √n.</summary>
    public double StandardError => Deviation / Math.Sqrt(Count);

    /// <summary>The statistics of differences.</summary>
    /// <param name="differences">At least two, all finite.</param>
    public static PairedDifference Of(IReadOnlyList<double> differences)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(differences.Count, 2);
        int freedom = differences.Count - 1;
        double mean = differences.Mean(), deviation = differences.StandardDeviation();
        double error = deviation / Math.Sqrt(differences.Count);
        double reach = StudentT.InvCDF(location: 0, scale: 1, freedom, (1 + Confidence) / 2) * error;
        return new PairedDifference(differences.Count, mean, deviation, mean - reach, mean + reach, TwoSided(mean, error, freedom));
    }

    private static double TwoSided(double mean, double error, int freedom)
    {
        if (mean == 0) return 1;
        // The lower tail: 1 − CDF of the upper one would lose every digit of a small p.
        return error == 0 ? 0 : Math.Min(1, 2 * StudentT.CDF(location: 0, scale: 1, freedom, -Math.Abs(mean / error)));
    }
}
