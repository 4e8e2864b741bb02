using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class UniformPriorTests
{
    [Theory]
    [InlineData(4, 8)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(30, 10)]
    public void A_certain_posterior_is_N_ln_K_from_the_prior(int latents, int categories)
    {
        var shape = new LatentShape(latents, categories);
        var logits = new Real[shape.Width];
        Array.Fill(logits, (Real)(-1e4));
        for (int n = 0; n < latents; n++) logits[n * categories + n % categories] = 0;
        (Real kl, Real[] gradient) = Divergence(shape, logits);
        Assert.Equal(latents * Math.Log(categories), kl, Golden.Tolerance * 10);
        Assert.All(gradient, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(4, 8)]
    [InlineData(1, 1)]
    [InlineData(20, 10)]
    public void Equal_logits_are_the_prior(int latents, int categories)
    {
        var shape = new LatentShape(latents, categories);
        var logits = new Real[shape.Width];
        Array.Fill(logits, (Real)2.5);
        (Real kl, Real[] gradient) = Divergence(shape, logits);
        Assert.Equal(0, kl, Golden.Tolerance);
        Assert.All(gradient, value => Assert.Equal(0, value, Golden.Tolerance));
    }

    [Fact]
    public void It_is_never_negative_never_above_N_ln_K_and_finite() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 9], Gen.ULong, Gen.Double[-3, 2]).Sample((latents, categories, seed, exponent) =>
        {
            var shape = new LatentShape(latents, categories);
            (Real kl, Real[] gradient) = Divergence(shape, TestInputs.Normal(seed, shape.Width, Math.Pow(10, exponent)));
            Assert.InRange(kl, 0, shape.MaximumKl + Golden.Tolerance * 10);
            Assert.All(gradient, value => Assert.True(Real.IsFinite(value)));
        });

    [Fact]
    public void Logits_of_100_are_finite_and_exact()
    {
        // e^-200 is 0 in float32: the latent of two equal maxima is ln 2 short of certain, the other one is certain.
        (Real kl, Real[] gradient) = Divergence(new LatentShape(2, 3), [100, 100, -100, -100, -100, 100]);
        Assert.Equal(2 * Math.Log(3) - Math.Log(2), kl, Golden.Tolerance);
        Assert.All(gradient, value => Assert.Equal(0, value, Golden.Tolerance));
    }

    [Fact]
    public void The_published_value_and_gradient_of_the_toy_problem_are_met()
    {
        (Real kl, Real[] gradient) = Divergence(PublishedToy.Shape, PublishedToy.Logits);
        Assert.Equal(0.21111105, kl, PublishedToy.Tolerance);
        PublishedToy.Agree([.13968473, -.10682178, -.03286295, -.13996308, -.05154195, .19150503], gradient);
    }

    [Fact]
    public void The_gradient_is_added_with_its_weight()
    {
        Posterior posterior = TestInputs.PosteriorOf(PublishedToy.Shape, PublishedToy.Logits);
        var gradient = new Matrix(1, 6);
        gradient.Span.Fill(3);
        UniformPrior.Backward(posterior, 0, gradient);
        Assert.All(gradient.Span.ToArray(), value => Assert.Equal(3, value));
        UniformPrior.Backward(posterior, 2, gradient);
        Assert.Equal(3 + 2 * .13968473, gradient[0, 0], Golden.Tolerance + 1e-8);
    }

    private static (Real Kl, Real[] Gradient) Divergence(LatentShape shape, Real[] logits)
    {
        Posterior posterior = TestInputs.PosteriorOf(shape, logits);
        var divergence = new Real[1];
        UniformPrior.Forward(posterior, divergence);
        var gradient = new Matrix(1, shape.Width);
        UniformPrior.Backward(posterior, 1, gradient);
        return (divergence[0], gradient.Span.ToArray());
    }
}
