using DiscreteVae.Metrics;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Metrics;

public class AggregatePosteriorTests
{
    private static readonly LatentShape Shape = new(2, 3);

    [Fact]
    public void Known_codes_have_known_information()
    {
        Check(0, 2 * Math.Log(3), MeasuredCodes.Perfect(Shape));
        Check(0, 0, MeasuredCodes.Useless(Shape, 4));
        Check(2 * Math.Log(3), 0, MeasuredCodes.Constant(Shape, 4));
        Check(Math.Log(3), Math.Log(3), MeasuredCodes.Duplicated(Shape));
    }

    [Fact]
    public void It_is_the_definition_on_random_posteriors()
    {
        // 4^7 codes are several blocks.
        foreach (LatentShape shape in (LatentShape[])[Shape, new LatentShape(7, 4)])
        {
            MeasuredCodes codes = MeasuredCodes.Random(shape, 5, deviation: 2);
            double expected = shape.MaximumKl + codes.Aggregate().Sum(q => q * Math.Log(q));
            MetricReport report = codes.Measure(new AggregatePosterior(new MetricContext(shape)), batchSize: 2);
            Assert.Equal(expected, report.Find("aggregate_kl")!.Value, Golden.Tolerance * 10);
            MetricReport whole = codes.Measure(new AggregatePosterior(new MetricContext(shape)));
            Assert.Equal(whole.Find("mutual_information")!.Value, report.Find("mutual_information")!.Value, 1e-12);
        }
    }

    [Fact]
    public void A_metric_serves_one_split_after_another()
    {
        var metric = new AggregatePosterior(new MetricContext(Shape));
        MeasuredCodes.Perfect(Shape).Measure(metric);
        Assert.Equal(0, MeasuredCodes.Useless(Shape, 3).Measure(metric).Find("mutual_information")!.Value, Golden.Tolerance);
    }

    [Fact]
    public void The_prior_counts()
    {
        double[] prior = [.. ((double[])[0.5, 0.25, 0.25, 0.2, 0.2, 0.6]).Select(p => Math.Log(p))];
        MetricReport report = MeasuredCodes.Constant(Shape, 2).Measure(new AggregatePosterior(new MetricContext(Shape)), logPrior: prior);
        Assert.Equal(-Math.Log(0.5 * 0.2), report.Find("aggregate_kl")!.Value, Golden.Tolerance);
        Assert.Equal(0, report.Find("mutual_information")!.Value, Golden.Tolerance);
    }

    private static void Check(double divergence, double information, MeasuredCodes codes)
    {
        MetricReport report = codes.Measure(new AggregatePosterior(new MetricContext(Shape)), batchSize: 2);
        Assert.Equal(divergence, report.Find("aggregate_kl")!.Value, Golden.Tolerance);
        Assert.Equal(information, report.Find("mutual_information")!.Value, Golden.Tolerance);
    }
}
