using MathNet.Numerics.Distributions;

namespace DiscreteVae.Research.Comparison;

/// <summary>
/// The power of the two-sided paired t-test at level 5 %: with n pairs, a true mean difference δ and a deviation σ of the
/// differences, the probability that |t| exceeds t(0.975, n − 1), t being noncentral with n − 1 degrees of freedom and noncentrality
/// δ √n / σ.
/// </summary>
public static class PairedPower
{
    private const double Level = 0.05;
    private const int MaximumPairs = 1_000_000;

    /// <summary>The power with <paramref name="pairs"/> ≥ 2 pairs.</summary>
    /// <param name="pairs">n.</param>
    /// <param name="effect">|δ| / σ.</param>
    public static double Of(int pairs, double effect)
    {
        int freedom = pairs - 1;
        double critical = StudentT.InvCDF(location: 0, scale: 1, freedom, 1 - Level / 2), shift = effect * Math.Sqrt(pairs);
        // Given W = √(χ² / ν), t = (Z + shift) / W exceeds c where Z > c W − shift. W lies within 9 / √(2 ν) of 1 but for 1e-15.
        double reach = 9 / Math.Sqrt(2.0 * freedom), low = Math.Max(0, 1 - reach), high = 1 + Math.Max(reach, 1);
        return Simpson(low, high, w => Density(w, freedom) * (Normal.CDF(0, 1, shift - critical * w) + Normal.CDF(0, 1, -shift - critical * w)));
    }

    /// <summary>
    /// The fewest pairs that resolve a difference: with which the test finds it with probability <paramref name="power"/> or more.
    /// </summary>
    /// <param name="difference">δ, not 0.</param>
    /// <param name="deviation">σ of the differences; an estimate from few pairs makes a rough answer.</param>
    /// <param name="power">Above 5 % and below 1.</param>
    /// <returns>2 or more; null where a million are too few.</returns>
    public static int? Pairs(double difference, double deviation, double power)
    {
        double effect = Math.Abs(difference) / deviation;
        if (deviation == 0) return 2;
        int most = 2;
        while (Of(most, effect) < power)
        {
            if (most >= MaximumPairs) return null;
            most *= 2;
        }
        int least = Math.Max(2, most / 2);
        while (least < most)
        {
            int middle = (least + most) / 2;
            if (Of(middle, effect) < power) least = middle + 1;
            else most = middle;
        }
        return most;
    }

    // Of √(χ²_ν / ν): 2 (ν/2)^(ν/2) / Γ(ν/2) · w^(ν − 1) e^(−ν w² / 2).
    private static double Density(double w, int freedom)
    {
        if (w == 0) return freedom == 1 ? Math.Sqrt(2 / Math.PI) : 0;
        double half = freedom / 2.0;
        return 2 * Math.Exp(half * Math.Log(half) - MathNet.Numerics.SpecialFunctions.GammaLn(half) + (freedom - 1) * Math.Log(w) - half * w * w);
    }

    private static double Simpson(double low, double high, Func<double, double> f)
    {
        const int Steps = 2000;
        double step = (high - low) / Steps, sum = f(low) + f(high);
        for (int i = 1; i < Steps; i++) sum += (i % 2 == 0 ? 2 : 4) * f(low + i * step);
        return sum * step / 3;
    }
}
