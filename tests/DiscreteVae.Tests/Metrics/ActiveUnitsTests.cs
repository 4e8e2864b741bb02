using DiscreteVae.Metrics;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Metrics;

public class ActiveUnitsTests
{
    private static readonly LatentShape Shape = new(3, 4);

    [Fact]
    public void All_latents_of_a_perfect_code_are_active_with_the_largest_variance()
    {
        MetricReport report = MeasuredCodes.Perfect(Shape).Measure(new ActiveUnits(Shape), batchSize: 7);
        Assert.Equal(3, report.Find("active_units"));
        Assert.All(report.Latents, latent => Assert.Equal(1 - 1.0 / 4, latent.Value, Golden.Tolerance));
    }

    [Fact]
    public void A_posterior_that_does_not_depend_on_the_image_has_none()
    {
        Assert.Equal(0, MeasuredCodes.Useless(Shape, 6).Measure(new ActiveUnits(Shape)).Find("active_units"));
        Assert.Equal(0, MeasuredCodes.Constant(Shape, 6).Measure(new ActiveUnits(Shape)).Find("active_units"));
    }

    [Fact]
    public void Duplicated_latents_all_count() =>
        Assert.Equal(3, MeasuredCodes.Duplicated(Shape).Measure(new ActiveUnits(Shape)).Find("active_units"));

    /// <summary>K = 2 with p = ½ ± d has the variance 2 d²: the threshold 0.01 is at d = 0.0707.</summary>
    [Theory]
    [InlineData(0.070, 0)]
    [InlineData(0.072, 1)]
    public void The_threshold_is_the_published_one(double distance, int active)
    {
        var shape = new LatentShape(1, 2);
        Real logit = (Real)Math.Log((0.5 + distance) / (0.5 - distance));
        MetricReport report = new MeasuredCodes(shape, [logit, 0, 0, logit]).Measure(new ActiveUnits(shape));
        Assert.Equal(active, report.Find("active_units"));
        Assert.Equal(2 * distance * distance, report.Latents[0].Value, Golden.Tolerance);
    }
}
