namespace DiscreteVae.Schedules;

/// <summary>Whole stairs or cycles of a given length.</summary>
internal static class Stairs
{
    // 0.3 / 0.1 is a few units in the last place short of 3.
    private const double Rounding = 1e-15;

    /// <summary>How many are complete at a time: ⌊time / length⌋, and a time that only rounding keeps below the next is there.</summary>
    public static double Complete(double time, double length)
    {
        double count = time / length, nearest = Math.Round(count);
        return Math.Abs(count - nearest) <= Rounding * nearest ? nearest : Math.Floor(count);
    }
}
