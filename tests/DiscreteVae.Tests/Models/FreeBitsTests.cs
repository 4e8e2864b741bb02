using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class FreeBitsTests
{
    private static readonly LatentShape Shape = new(3, 4);

    [Theory]
    [InlineData(FreeBitsScope.Latent, 0.5, 0.5 + 0.7 + 0.5, new[] { 0.0, 2.0, 0.0 })] // the third is at its floor, not above it
    [InlineData(FreeBitsScope.Total, 0.5, 1.3, new[] { 2.0, 2.0, 2.0 })]
    [InlineData(FreeBitsScope.Total, 1.5, 1.5, new[] { 0.0, 0.0, 0.0 })]
    [InlineData(FreeBitsScope.Latent, 0, 1.3, new[] { 2.0, 2.0, 2.0 })]
    public void Latents_at_or_under_the_floor_cost_the_floor_and_have_no_weight(
        FreeBitsScope scope, double nats, double term, double[] expected)
    {
        var freeBits = new FreeBits(nats, scope);
        Real[] means = [(Real)0.1, (Real)0.7, (Real)0.5], weights = new Real[3];
        freeBits.Weights(means, 2, weights);
        Assert.Equal(term, freeBits.Term(means), 1e-6);
        Assert.Equal(expected, weights.Select(weight => (double)weight));
    }

    [Fact]
    public void The_mean_over_the_minibatch_decides_not_each_datum()
    {
        // One datum is certain of latent 0 (ln 4 nats), the other is the prior there: half of ln 4 on average.
        Real[] logits = new Real[2 * Shape.Width];
        logits[0] = 100;
        var means = new Real[3];
        UniformPrior.LatentMeans(TestInputs.PosteriorOf(Shape, logits), means);
        Assert.Equal(Math.Log(4) / 2, means[0], Golden.Tolerance);
        Assert.Equal(0, means[1], Golden.Tolerance);
    }

    [Fact]
    public void The_means_of_the_latents_sum_to_the_mean_divergence()
    {
        Posterior posterior = TestInputs.PosteriorOf(Shape, TestInputs.Normal(4, 5 * Shape.Width, deviation: 2));
        Real[] divergences = new Real[5], means = new Real[3];
        UniformPrior.Forward(posterior, divergences);
        UniformPrior.LatentMeans(posterior, means);
        Assert.Equal(divergences.Average(), means.Sum(), Golden.Tolerance * 10);
        Assert.All(means, mean => Assert.InRange(mean, 0, Math.Log(4)));
    }

    [Fact]
    public void One_weight_for_all_latents_is_the_gradient_of_the_whole()
    {
        Posterior posterior = TestInputs.PosteriorOf(Shape, TestInputs.Normal(5, 4 * Shape.Width));
        Matrix whole = new(4, Shape.Width), each = new(4, Shape.Width);
        UniformPrior.Backward(posterior, (Real)0.3, whole);
        UniformPrior.Backward(posterior, [(Real)0.3, (Real)0.3, (Real)0.3], each);
        Assert.Equal(whole.Span.ToArray(), each.Span.ToArray());
    }

    [Fact]
    public void A_step_reports_the_true_ELBO_and_gives_closed_latents_no_KL_gradient()
    {
        (Elbo plain, Real[] without) = Step(0, null);
        (Elbo floored, Real[] closed) = Step(1, new FreeBits(100, FreeBitsScope.Total));
        (Elbo open, Real[] opened) = Step(1, new FreeBits(1e-12, FreeBitsScope.Latent));
        (_, Real[] full) = Step(1, null);
        Assert.Equal((plain, plain), (floored, open));
        Assert.Equal(without, closed);
        Assert.Equal(full, opened);
        Assert.NotEqual(without, full);
    }

    private static (Elbo Elbo, Real[] Gradient) Step(double klWeight, FreeBits? freeBits)
    {
        IGradientEstimator estimator =
            GradientEstimators.All["straight-through"].Create()(new EstimatorContext(SmallModel.Latent));
        var step = new TrainStep(SmallModel.Create(), estimator, new GradientRecorder()) { FreeBits = freeBits };
        Elbo elbo = step.Run(TestInputs.BinaryImages(5, 8, SmallModel.Pixels), new StepSettings(1, klWeight, 0), TestInputs.Noise(1));
        return (elbo, step.LogitsGradient.Span.ToArray());
    }
}
