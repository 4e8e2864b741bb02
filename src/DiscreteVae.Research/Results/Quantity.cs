using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>Numbers in words: as many digits as their uncertainty leaves, and a true minus sign.</summary>
internal static class Quantity
{
    /// <summary>A mean with its 95 % interval; with one seed the value, and that there is no interval.</summary>
    public static string WithInterval(SeedStatistics statistics)
    {
        if (statistics.Mean is not double mean) return "no value";
        if (statistics is not { Low: double low, High: double high })
            return $"{Number(mean, Digits(mean))} (one seed, so no interval)";
        int digits = DigitsOf(high - mean, mean);
        return $"{Number(mean, digits)} (95 % interval {Number(low, digits)} to {Number(high, digits)}, {Seeds(statistics.Count)})";
    }

    /// <summary>A difference with its sign and its 95 % interval.</summary>
    public static string DifferenceWithInterval(SeedStatistics statistics)
    {
        if (statistics.Mean is not double mean) return "no seed in common";
        if (statistics is not { Low: double low, High: double high })
            return $"{Signed(mean, Digits(mean))} (one seed in common, so no interval)";
        int digits = DigitsOf(high - mean, mean);
        return $"{Signed(mean, digits)} (95 % interval {Signed(low, digits)} to {Signed(high, digits)}, {Seeds(statistics.Count)} in pairs)";
    }

    /// <summary>Compact: mean ± half the interval's width.</summary>
    public static string PlusMinus(SeedStatistics statistics)
    {
        if (statistics.Mean is not double mean) return "";
        if (statistics.High is not double high) return Number(mean, Digits(mean));
        int digits = DigitsOf(high - mean, mean);
        return $"{Number(mean, digits)} ± {Number(high - mean, digits)}";
    }

    /// <summary>Compact with a sign: difference ± half the interval's width.</summary>
    public static string SignedPlusMinus(SeedStatistics statistics) => statistics.Mean > 0 ? "+" + PlusMinus(statistics) : PlusMinus(statistics);

    /// <summary>A number with about five significant digits.</summary>
    public static string Number(double value) => double.IsFinite(value) ? Number(value, Digits(value)) : Csv.Number(value);

    /// <summary>A number with a fixed number of decimals.</summary>
    public static string Number(double value, int decimals) =>
        value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace('-', '\u2212');

    /// <summary>"1 seed", "5 seeds".</summary>
    public static string Seeds(int count) => Count(count, "seed");

    /// <summary>"1 trial", "5 trials".</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Signed(double value, int decimals)
    {
        string text = Number(value, decimals);
        return value > 0 ? "+" + text : text;
    }

    // Two significant digits of the half-width; an interval of width 0 says nothing of the digits.
    private static int DigitsOf(double halfWidth, double mean) =>
        halfWidth > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(halfWidth)), 0, 8) : Digits(mean);

    private static int Digits(double value) =>
        value == 0 || !double.IsFinite(value) ? 0 : Math.Clamp(4 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 8);
}
