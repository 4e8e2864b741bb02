using DiscreteVae.Metrics;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Metrics;

public class CodePerplexityTests
{
    private static readonly LatentShape Shape = new(2, 4);

    [Fact]
    public void A_perfect_code_uses_all_categories() => Check(4, MeasuredCodes.Perfect(Shape));

    /// <summary>It measures use, not use for telling images apart.</summary>
    [Fact]
    public void A_useless_code_seems_to_use_them_as_well() => Check(4, MeasuredCodes.Useless(Shape, 3));

    [Fact]
    public void One_code_for_all_uses_one() => Check(1, MeasuredCodes.Constant(Shape, 5));

    [Fact]
    public void Each_latent_has_its_own()
    {
        // Latent 1 takes two categories equally, latent 2 one.
        MetricReport report = MeasuredCodes.Certain(Shape, [[0, 3], [1, 3], [0, 3], [1, 3]]).Measure(new CodePerplexity(Shape), batchSize: 3);
        Assert.Equal(1.5, report.Find("code_perplexity")!.Value, Golden.Tolerance);
        Assert.Equal([1, 2], report.Latents.Select(latent => latent.Latent));
        Assert.Equal(2, report.Latents[0].Value, Golden.Tolerance);
        Assert.Equal(1, report.Latents[1].Value, Golden.Tolerance);
    }

    private static void Check(double expected, MeasuredCodes codes) =>
        Assert.Equal(expected, codes.Measure(new CodePerplexity(Shape)).Find("code_perplexity")!.Value, Golden.Tolerance);
}
