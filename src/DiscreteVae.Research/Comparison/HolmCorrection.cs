namespace DiscreteVae.Research.Comparison;

/// <summary>
/// Holm's step-down correction of m p-values: sorted ascending, p̃_(i) = max over j ≤ i of min(1, (m − j + 1) p_(j)). Rejecting
/// where p̃ ≤ α errs anywhere with a probability of at most α, however the tests depend on each other. Holm, "A simple sequentially
/// rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979.
/// </summary>
public static class HolmCorrection
{
    /// <summary>The corrected p-values, in the order given.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i])];
        double[] adjusted = new double[pValues.Count];
        double largest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }
}
