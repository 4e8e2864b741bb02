using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class PosteriorTests
{
    [Fact]
    public void Everything_is_the_softmax_of_its_latent_in_double() => LatentCases.Any.Sample((rows, shape, seed) =>
    {
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(seed, rows * shape.Width, 3));
        for (int group = 0; group < rows * shape.Latents; group++)
        {
            int start = group * shape.Categories;
            double[] logits = [.. posterior.Logits.Span.Slice(start, shape.Categories).ToArray().Select(logit => (double)logit)];
            double largest = logits.Max(), normalizer = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest))), entropy = 0;
            for (int k = 0; k < logits.Length; k++)
            {
                double log = logits[k] - normalizer;
                entropy += Math.Exp(log) * log;
                Assert.Equal(log, posterior.LogProbabilities.Span[start + k], GoldenTable.Epsilon * 40);
                Assert.Equal(Math.Exp(log), posterior.Probabilities.Span[start + k], GoldenTable.Epsilon * 40);
            }
            Assert.Equal(entropy, posterior.NegativeEntropies.Span[group], GoldenTable.Epsilon * 40);
        }
    }, iter: 30);

    [Fact]
    public void The_entropy_of_a_certain_latent_is_0_though_its_other_logarithms_are_infinite()
    {
        Posterior posterior = TestInputs.PosteriorOf(new LatentShape(1, 3), [0, Real.NegativeInfinity, -2000]);
        Assert.Equal([(Real)1, 0, 0], posterior.Probabilities.Span.ToArray());
        Assert.Equal(0, posterior.NegativeEntropies[0, 0]);
    }

    [Fact]
    public void A_smaller_minibatch_after_a_larger_one_leaves_nothing_behind()
    {
        var posterior = new Posterior(new LatentShape(2, 3));
        foreach (int rows in new[] { 5, 2 })
        {
            TestInputs.Normal(1, rows * 6).CopyTo(posterior.Logits.WithRows(rows).Span);
            posterior.Update();
            Assert.Equal((rows, rows, rows), (posterior.Count, posterior.Probabilities.Rows, posterior.NegativeEntropies.Rows));
        }
    }
}
