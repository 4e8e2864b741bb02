using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class GumbelNoiseTests
{
    private static readonly double[] Exponentials = [.7, 1.3, .2, .4, .9, 1.1];

    /// <summary>Published with ln Z of the logits, ours with probabilities that sum to 1.</summary>
    [Fact]
    public void The_published_conditional_Gumbels_are_met()
    {
        Posterior posterior = PublishedToy.Problem.CreatePosterior();
        double[] logSums = [.. PublishedToy.Logits.Chunk(3).Select(row => Math.Log(row.Sum(logit => Math.Exp(logit))))];
        double[] published = [1.60792546, -.67045115, .96424696, -.05145567, .16182567, 1.39714733];
        Agree([.. published.Select((value, i) => value - logSums[i / 3])], posterior.Probabilities);
    }

    [Fact]
    public void The_published_conditional_Gumbels_of_the_mixture_are_met()
    {
        Posterior posterior = PublishedToy.Problem.CreatePosterior();
        Real[] mixed = [.. posterior.Probabilities.Span.ToArray().Zip(Codes.Span.ToArray(), (p, z) => (p + z) / 2)];
        Matrix mixture = TestInputs.ToMatrix(mixed, 1);
        Agree([.35667494, -2.56226504, -.67541993, -2.11212153, -1.86669164, -.09531018], mixture);
    }

    [Fact]
    public void Logits_are_perturbed_by_the_numbers_of_the_lane_in_their_order() => LatentCases.Any.Sample((rows, shape, seed) =>
    {
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(seed, rows * shape.Width));
        var perturbed = new Matrix(0, shape.Width);
        GumbelNoise.Perturb(posterior, posterior.Logits, TestInputs.Noise(seed), 3, perturbed);
        var exponentials = new Real[rows * shape.Width];
        TestInputs.Noise(seed).FillExponential(3, exponentials);
        for (int i = 0; i < exponentials.Length; i++)
            Assert.Equal(posterior.Logits.Span[i] - Math.Log(exponentials[i]), perturbed.Span[i], GoldenTable.Epsilon * 20);
    }, iter: 20);

    [Fact]
    public void Given_a_category_it_is_the_largest_and_the_formula_holds() => LatentCases.Any.Sample((rows, shape, seed) =>
    {
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(seed, rows * shape.Width));
        Matrix codes = new CategoricalSample(shape).Draw(posterior, TestInputs.Noise(seed), lane: 1);
        var perturbed = new Matrix(0, shape.Width);
        GumbelNoise.PerturbGiven(posterior, posterior.Probabilities, codes, TestInputs.Noise(seed), 2, perturbed);
        var exponentials = new Real[rows * shape.Width];
        TestInputs.Noise(seed).FillExponential(2, exponentials);
        for (int start = 0; start < exponentials.Length; start += shape.Categories)
        {
            int selected = start + codes.Span.Slice(start, shape.Categories).IndexOf((Real)1);
            for (int i = start; i < start + shape.Categories; i++)
            {
                double expected = i == selected
                    ? -Math.Log(exponentials[i])
                    : -Math.Log((double)exponentials[i] / posterior.Probabilities.Span[i] + exponentials[selected]);
                Assert.Equal(expected, perturbed.Span[i], GoldenTable.Epsilon * 20 * Math.Max(1, Math.Abs(expected)));
                Assert.True(perturbed.Span[i] <= perturbed.Span[selected]);
            }
        }
    }, iter: 20);

    [Fact]
    public void The_one_hot_maximum_is_the_first_of_the_largest() => LatentCases.Any.Sample((rows, shape, seed) =>
    {
        // Whole numbers, so that some are equal.
        Matrix values = TestInputs.ToMatrix([.. TestInputs.Normal(seed, rows * shape.Width, 2).Select(value => Real.Round(value))], rows);
        var codes = new Matrix(0, shape.Width);
        GumbelNoise.OneHotMaximum(TestInputs.PosteriorOf(shape, values.Span), values, codes);
        for (int start = 0; start < values.Span.Length; start += shape.Categories)
        {
            Real[] latent = values.Span.Slice(start, shape.Categories).ToArray();
            int largest = Array.IndexOf(latent, latent.Max());
            Assert.Equal([.. latent.Select((_, k) => k == largest ? (Real)1 : 0)], codes.Span.Slice(start, shape.Categories).ToArray());
        }
    }, iter: 20);

    private static Matrix Codes { get; } = TestInputs.ToMatrix([1, 0, 0, 0, 0, 1], 1);

    private static void Agree(double[] expected, Matrix probabilities)
    {
        var perturbed = new Matrix(0, 6);
        Posterior posterior = PublishedToy.Problem.CreatePosterior();
        var noise = new GivenNoise([], Exponentials, posterior);
        GumbelNoise.PerturbGiven(posterior, probabilities, Codes, noise, 1, perturbed);
        PublishedToy.Agree(expected, perturbed.Span.ToArray());
    }
}
