using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class CategoricalPriorTests
{
    /// <summary>KL(q ‖ p) = Σ_z q(z) (ln q(z) − ln p(z)) over all K^N codes, with the p(z) that the prior states.</summary>
    [Fact]
    public void The_divergence_is_the_enumerated_one() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 5], Gen.ULong[0, 1 << 30]).Sample((latents, categories, seed) =>
        {
            var shape = new LatentShape(latents, categories);
            CategoricalPrior prior = Create(shape, seed);
            Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(seed + 1, 2 * shape.Width));
            Real[] divergences = new Real[2], means = new Real[latents];
            prior.Forward(posterior, divergences);
            prior.LatentMeans(posterior, means);
            double[] logQ = LogProbabilities(shape, posterior), logP = LogProbabilities(shape, Constant(shape, prior, 2));
            for (int b = 0; b < 2; b++)
            {
                double expected = Enumerable.Range(0, logQ.Length / 2).Sum(c => Math.Exp(logQ[2 * c + b]) * (logQ[2 * c + b] - logP[2 * c + b]));
                Assert.Equal(expected, divergences[b], 20 * Golden.Tolerance);
            }
            Assert.Equal(divergences.Average(value => (double)value), means.Sum(value => (double)value), 20 * Golden.Tolerance);
        });

    /// <summary>
    /// A published code lays the prior's K = 2 probabilities out as all first categories and then all second ones, against a posterior that
    /// lies latent after latent, so that a latent's two entries are no distribution (their product over all codes sums to less than 1).
    /// With different latents that layout fails here: every latent's probabilities sum to 1, and so do those of all codes.
    /// </summary>
    [Fact]
    public void The_prior_is_a_distribution_of_every_latent_and_of_all_codes()
    {
        var shape = new LatentShape(3, 2);
        var prior = new CategoricalPrior(shape);
        prior.SetLogits([2, 0, 1, 0, 3, 0]);
        for (int n = 0; n < shape.Latents; n++)
        {
            double sum = 0;
            for (int k = 0; k < 2; k++) sum += Math.Exp(prior.LogProbabilities[2 * n + k]);
            Assert.Equal(1, sum, Golden.Tolerance);
        }
        Assert.Equal(1 / (1 + Math.Exp(-2)), Math.Exp(prior.LogProbabilities[0]), Golden.Tolerance);
        Assert.Equal(1, TotalMass([.. prior.LogProbabilities]), Golden.Tolerance);
        Real[] misplaced = [.. Enumerable.Range(0, 6).Select(i => prior.LogProbabilities[i % 3 * 2 + i / 3])];
        Assert.True(TotalMass(misplaced) is < 0.95 or > 1.05, "The misplaced prior would pass this test.");

        double TotalMass(Real[] logProbabilities) => Enumerable.Range(0, 8).Sum(code =>
            Math.Exp(Enumerable.Range(0, 3).Sum(n => (double)logProbabilities[2 * n + (code >> n & 1)])));
    }

    /// <summary>At φ = 0 it is the uniform prior, value and gradients.</summary>
    [Fact]
    public void It_begins_as_the_uniform_prior()
    {
        var shape = new LatentShape(4, 8);
        var learned = new CategoricalPrior(shape);
        IPrior uniform = new UniformPrior(shape);
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(3, 5 * shape.Width));
        Real[] expected = new Real[5], actual = new Real[5], weights = [1, 0, 2, (Real)0.5];
        uniform.Forward(posterior, expected);
        learned.Forward(posterior, actual);
        Matrix first = new(5, shape.Width), second = new(5, shape.Width);
        uniform.Backward(posterior, weights, first);
        learned.Backward(posterior, weights, second);
        for (int b = 0; b < 5; b++) Assert.Equal(expected[b], actual[b], 10 * Golden.Tolerance);
        for (int i = 0; i < first.Span.Length; i++)
        {
            Assert.Equal(first.Span[i], second.Span[i], 10 * Golden.Tolerance);
            Assert.Equal(uniform.LogProbabilities[i % shape.Width], learned.LogProbabilities[i % shape.Width], Golden.Tolerance);
        }
    }

    /// <summary>The least Σ_b KL(q_b ‖ p) over p is the mean of the q_b: what steps with the exact gradient come to.</summary>
    [Fact]
    public void Learning_finds_the_mean_posterior()
    {
        var shape = new LatentShape(2, 3);
        var prior = new CategoricalPrior(shape);
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(8, 4 * shape.Width));
        var optimizer = new Adam(new AdamOptions());
        for (int step = 0; step < 3000; step++)
        {
            optimizer.BeginStep(0.01);
            prior.Learn(posterior, [1, (Real)0.5], optimizer);
        }
        for (int i = 0; i < shape.Width; i++)
        {
            double mean = Enumerable.Range(0, 4).Average(b => (double)posterior.Probabilities[b, i]);
            Assert.Equal(mean, Math.Exp(prior.LogProbabilities[i]), 1e-3);
        }
    }

    [Fact]
    public void Extreme_posteriors_and_priors_are_finite()
    {
        var shape = new LatentShape(2, 3);
        var prior = new CategoricalPrior(shape);
        prior.SetLogits([100, -100, 0, -100, 100, 100]);
        Posterior posterior = TestInputs.PosteriorOf(shape, [-100, 100, 0, 10_000, -10_000, 0]);
        Real[] divergence = new Real[1];
        prior.Forward(posterior, divergence);
        // The first latent sits where the prior has e^-200; the second in its least likely category, e^-200 / 2.
        Assert.Equal(400 + Math.Log(2), divergence[0], 1e-3);
        var gradient = new Matrix(1, 6);
        prior.Backward(posterior, [1, 1], gradient);
        foreach (Real value in gradient.Span) Assert.True(Real.IsFinite(value));
    }

    private static CategoricalPrior Create(LatentShape shape, ulong seed)
    {
        var prior = new CategoricalPrior(shape);
        prior.SetLogits(TestInputs.Normal(seed, shape.Width));
        return prior;
    }

    private static Posterior Constant(LatentShape shape, CategoricalPrior prior, int rows) =>
        TestInputs.PosteriorOf(shape, [.. Enumerable.Repeat(prior.LogProbabilities.ToArray(), rows).SelectMany(row => row)]);

    // ln of every code's probability, code after code.
    private static double[] LogProbabilities(LatentShape shape, Posterior posterior)
    {
        var codes = new CodeEnumeration(shape);
        var probabilities = new double[codes.Count * posterior.Count];
        codes.Probabilities(posterior, 0, probabilities);
        return [.. probabilities.Select(probability => Math.Log(probability))];
    }
}
