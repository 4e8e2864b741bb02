using DiscreteVae.Metrics;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Metrics;

public class AggregateMarginalsTests
{
    private static readonly LatentShape Shape = new(2, 3);

    [Fact]
    public void Known_codes_have_known_information()
    {
        Check(0, 2 * Math.Log(3), MeasuredCodes.Perfect(Shape));
        Check(0, 0, MeasuredCodes.Useless(Shape, 4));
        Check(2 * Math.Log(3), 0, MeasuredCodes.Constant(Shape, 4));
    }

    /// <summary>Their total correlation ln K is left out, and the sum counts what both say twice.</summary>
    [Fact]
    public void Duplicated_latents_are_counted_twice() => Check(0, 2 * Math.Log(3), MeasuredCodes.Duplicated(Shape));

    [Fact]
    public void They_bound_the_exact_values_and_share_their_sum()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            MeasuredCodes codes = MeasuredCodes.Random(Shape, 9, deviation: 2, seed);
            MetricReport marginals = codes.Measure(new AggregateMarginals(Shape), batchSize: 4);
            MetricReport exact = codes.Measure(new AggregatePosterior(new MetricContext(Shape)), batchSize: 4);
            double divergence = marginals.Find("aggregate_kl_marginals")!.Value, information = marginals.Find("mutual_information_marginals")!.Value;
            Assert.True(divergence <= exact.Find("aggregate_kl") + Golden.Tolerance);
            Assert.True(information >= exact.Find("mutual_information") - Golden.Tolerance);
            Assert.Equal(exact.Find("aggregate_kl")!.Value + exact.Find("mutual_information")!.Value, divergence + information, Golden.Tolerance * 10);
            Assert.Equal(divergence + information, marginals.Latents.Where(latent => latent.Name == "kl").Sum(latent => latent.Value), 1e-12);
        }
    }

    [Fact]
    public void The_prior_counts()
    {
        double[] prior = [.. ((double[])[0.5, 0.25, 0.25, 0.2, 0.2, 0.6]).Select(p => Math.Log(p))];
        MetricReport report = MeasuredCodes.Constant(Shape, 2).Measure(new AggregateMarginals(Shape), logPrior: prior);
        Assert.Equal(-Math.Log(0.5 * 0.2), report.Find("aggregate_kl_marginals")!.Value, Golden.Tolerance);
    }

    private static void Check(double divergence, double information, MeasuredCodes codes)
    {
        MetricReport report = codes.Measure(new AggregateMarginals(Shape), batchSize: 2);
        Assert.Equal(divergence, report.Find("aggregate_kl_marginals")!.Value, Golden.Tolerance);
        Assert.Equal(information, report.Find("mutual_information_marginals")!.Value, Golden.Tolerance);
    }
}
