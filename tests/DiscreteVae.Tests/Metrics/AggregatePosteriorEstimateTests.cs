using DiscreteVae.Metrics;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Metrics;

public class AggregatePosteriorEstimateTests
{
    private static readonly LatentShape Shape = new(2, 3);

    /// <summary>Certain codes leave nothing to chance.</summary>
    [Fact]
    public void Certain_codes_are_measured_exactly()
    {
        Check(0, 2 * Math.Log(3), MeasuredCodes.Perfect(Shape));
        Check(2 * Math.Log(3), 0, MeasuredCodes.Constant(Shape, 4));
        Check(Math.Log(3), Math.Log(3), MeasuredCodes.Duplicated(Shape));
        Check(0, 0, MeasuredCodes.Useless(Shape, 4));
    }

    /// <summary>400 draws a case; each mean may stray by 4.9 of its standard errors, a false alarm in 1e6.</summary>
    [Fact]
    public void Its_mean_is_the_enumerated_value()
    {
        const int Draws = 400;
        MeasuredCodes codes = MeasuredCodes.Random(Shape, 40, deviation: 2);
        MetricReport exact = codes.Measure(new AggregatePosterior(new MetricContext(Shape)));
        MetricReport[] draws = [.. Enumerable.Range(1, Draws).Select(draw =>
            codes.Measure(new AggregatePosteriorEstimate(Shape), batchSize: 16, seed: (ulong)draw * 100))];
        foreach (string name in (string[])["aggregate_kl", "mutual_information"])
        {
            double[] values = [.. draws.Select(draw => draw.Find(name + "_estimate")!.Value)];
            double mean = values.Average(), error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (Draws - 1) / Draws);
            Assert.True(error < 0.01, $"{name}: a standard error of {error} could miss a bias of 0.05.");
            Assert.Equal(exact.Find(name)!.Value, mean, 4.9 * error);
        }
    }

    private static void Check(double divergence, double information, MeasuredCodes codes)
    {
        MetricReport report = codes.Measure(new AggregatePosteriorEstimate(Shape), batchSize: 2);
        Assert.Equal(divergence, report.Find("aggregate_kl_estimate")!.Value, Golden.Tolerance);
        Assert.Equal(information, report.Find("mutual_information_estimate")!.Value, Golden.Tolerance);
    }
}
