using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>What a metric is made for.</summary>
/// <param name="Shape">N and K.</param>
/// <param name="ImportanceSamples">S of the importance-weighted bound; 0 is none.</param>
/// <param name="MaximumCodes">The most codes K^N that an enumeration may have.</param>
public sealed record MetricContext(LatentShape Shape, int ImportanceSamples = 0, int MaximumCodes = 65_536)
{
    /// <summary>Fails unless all codes may be enumerated.</summary>
    /// <exception cref="MetricNotApplicableException">They are too many.</exception>
    public void RequireEnumeration(string metric)
    {
        double codes = Estimators.CodeEnumeration.CountOf(Shape);
        if (codes <= MaximumCodes) return;
        throw new MetricNotApplicableException(FormattableString.Invariant(
            $"'{metric}' would enumerate K^N = {codes:g6} codes for {Shape}, over evaluation:maximumCodes of {MaximumCodes}"));
    }
}
