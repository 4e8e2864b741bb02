using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class GumbelSoftmaxTests
{
    public static TheoryData<double> Temperatures() => GoldenKernels.Temperatures("gumbel-softmax");

    [Theory, MemberData(nameof(Temperatures))]
    public void It_is_PyTorchs_at_every_temperature(double temperature) =>
        GoldenKernels.Check(shape => new GumbelSoftmax(shape), "gumbel-softmax", temperature);

    /// <summary>The relaxed sample tends to a hard one, and with it the mean gradient to the exact one.</summary>
    [Theory]
    [InlineData("linear")]
    [InlineData("quadratic")]
    [InlineData("cubic")]
    public void Its_bias_shrinks_along_a_falling_ladder_of_temperatures(string loss)
    {
        EnumerableProblem problem = EnumerableProblem.Create(loss, latents: 2, categories: 3, data: 1, seed: 9);
        double[] biases = [.. ((double[])[2, 0.7, 0.2]).Select(temperature => Bias(problem, (Real)temperature))];
        for (int rung = 1; rung < biases.Length; rung++)
            Assert.True(biases[rung] < 0.6 * biases[rung - 1], $"Relative biases {string.Join(", ", biases)}.");
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    [InlineData(0.01)]
    public void Relaxed_codes_are_distributions_that_peak_where_the_noise_says(double temperature)
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 4, data: 6, seed: 10);
        Posterior posterior = problem.CreatePosterior();
        CountingObjective objective = problem.CreateObjective();
        problem.Estimate(new GumbelSoftmax(problem.Shape), (Real)temperature, TestInputs.Noise(3), posterior, objective, out _);
        var exponentials = new Real[posterior.Logits.Span.Length];
        TestInputs.Noise(3).FillExponential(1, exponentials);
        for (int start = 0; start < exponentials.Length; start += 4)
        {
            Real[] code = objective.Codes!.Span.Slice(start, 4).ToArray();
            Assert.Equal(1, code.Sum(), 1e-5);
            double[] perturbed = [.. Enumerable.Range(start, 4).Select(i =>
                posterior.Logits.Span[i] - Math.Log(exponentials[i]))];
            Assert.Equal(Array.IndexOf(perturbed, perturbed.Max()), Array.IndexOf(code, code.Max()));
        }
    }

    private static double Bias(EnumerableProblem problem, Real temperature)
    {
        StreamingMoments draws = problem.DrawGradients(
            new GumbelSoftmax(problem.Shape), temperature, seed: 4, falseFailRate: 1e-6, mustDetect: 0.05 * problem.Norm,
            copies: 200, most: 2_000);
        double sum = 0;
        for (int i = 0; i < draws.Dimension; i++) sum += Math.Pow(draws.Mean[i] - problem.ExactGradient[i], 2);
        return Math.Sqrt(sum) / problem.Norm;
    }
}
