using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class DistinctSampleTests
{
    /// <summary>The probability of an ordered pair without replacement is q_1 q_2 / (1 − q_1).</summary>
    [Fact]
    public void Pairs_come_with_the_frequencies_of_sampling_without_replacement()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 2, categories: 2, data: 1, seed: 46);
        const int Copies = 500;
        Posterior posterior = problem.CreatePosterior(Copies);
        var sample = new DistinctSample(problem.Shape, 2);
        var counts = new long[16];
        var probabilities = new double[16];
        for (ulong draw = 0; draw < 40; draw++)
        {
            Matrix codes = sample.Draw(posterior, TestInputs.Noise(draw), 1);
            for (int b = 0; b < Copies; b++) counts[4 * Index(codes.Row(b)) + Index(codes.Row(Copies + b))]++;
        }
        Real[] p = posterior.Probabilities.Row(0).ToArray();
        for (int s = 0; s < 4; s++)
        {
            for (int t = 0; t < 4; t++)
            {
                double first = p[s % 2] * p[2 + s / 2], second = p[t % 2] * p[2 + t / 2];
                probabilities[4 * s + t] = s == t ? 0 : first * second / (1 - first);
            }
        }
        StatisticalAssert.Frequencies(probabilities, counts, falseFailRate: 1e-6);
    }

    [Fact]
    public void Codes_are_distinct_one_hot_and_bear_their_probabilities()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 4, data: 7, seed: 47);
        Posterior posterior = problem.CreatePosterior();
        var sample = new DistinctSample(problem.Shape, 6);
        Matrix codes = sample.Draw(posterior, TestInputs.Noise(1), 1);
        Assert.Equal(42, codes.Rows);
        for (int b = 0; b < 7; b++)
        {
            Assert.Equal(6, Enumerable.Range(0, 6).Select(s => string.Join(",", codes.Row(s * 7 + b).ToArray())).Distinct().Count());
            for (int s = 0; s < 6; s++)
            {
                Real[] code = codes.Row(s * 7 + b).ToArray();
                Assert.All(code.Chunk(4), latent => Assert.Equal(1, latent.Sum()));
                double logQ = code.Select((z, i) => z == 0 ? 0 : (double)posterior.LogProbabilities[b, i]).Sum();
                Assert.Equal(logQ, sample.LogProbabilities[s * 7 + b], 1e-6);
            }
        }
    }

    private static int Index(ReadOnlySpan<Real> code) => (code[1] == 1 ? 1 : 0) + (code[3] == 1 ? 2 : 0);
}
