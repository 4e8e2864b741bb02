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

    private static Matrix Codes { get; } = TestInputs.ToMatrix([1, 0, 0, 0, 0, 1], 1);

    private static void Agree(double[] expected, Matrix probabilities)
    {
        var perturbed = new Matrix(0, 6);
        var noise = new GivenNoise([], Exponentials, PublishedToy.Problem.CreatePosterior());
        GumbelNoise.PerturbGiven(probabilities, Codes, 3, noise, 1, perturbed);
        PublishedToy.Agree(expected, perturbed.Span.ToArray());
    }
}
