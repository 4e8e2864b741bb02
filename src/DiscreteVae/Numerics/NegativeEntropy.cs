using System.Numerics;

namespace DiscreteVae.Numerics;

/// <summary>p ln p, with 0 · −∞ = 0, and its sum over the categories of a distribution, −H(p) in nats.</summary>
internal static class NegativeEntropy
{
    /// <summary>Σ_k p_k ln p_k of each group of K neighbours; there are as many groups as <paramref name="sums"/>.</summary>
    public static void Sums(ReadOnlySpan<Real> p, ReadOnlySpan<Real> log, Span<Real> sums)
    {
        if (sums.IsEmpty) return;
        int categories = p.Length / sums.Length;
        for (int g = 0; g < sums.Length; g++) sums[g] = Sum(p.Slice(g * categories, categories), log.Slice(g * categories, categories));
    }

    private static Real Sum(ReadOnlySpan<Real> p, ReadOnlySpan<Real> log)
    {
        Vector<Real> sums = default;
        int k = 0;
        for (; k <= p.Length - Vector<Real>.Count; k += Vector<Real>.Count) sums += Term(new Vector<Real>(p[k..]), new Vector<Real>(log[k..]));
        Real sum = k > 0 ? Vector.Sum(sums) : 0;
        for (; k < p.Length; k++) sum += Term(p[k], log[k]);
        return sum;
    }

    /// <summary>p ln p, lane by lane.</summary>
    public static Vector<Real> Term(Vector<Real> p, Vector<Real> log) =>
        Vector.ConditionalSelect(Vector.GreaterThan(p, default), p * log, default);

    /// <summary>p ln p.</summary>
    public static Real Term(Real p, Real log) => p > 0 ? p * log : 0;
}
