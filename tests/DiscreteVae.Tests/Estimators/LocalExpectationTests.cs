using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class LocalExpectationTests
{
    [Fact]
    public void It_has_no_variance_for_a_linear_loss()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 4, data: 2, seed: 43);
        for (ulong draw = 0; draw < 20; draw++)
        {
            Matrix gradient = problem.Estimate(new LocalExpectation(problem.Shape), 1, TestInputs.Noise(draw));
            for (int i = 0; i < problem.ExactGradient.Length; i++)
                Assert.Equal(problem.ExactGradient[i], gradient.Span[i], 8 * Golden.Tolerance * problem.Norm);
        }
    }

    /// <summary>With one latent it is the exact gradient, whatever the sample.</summary>
    [Fact]
    public void With_one_latent_it_is_exact()
    {
        EnumerableProblem problem = EnumerableProblem.Create("cubic", latents: 1, categories: 6, data: 2, seed: 44);
        Matrix gradient = problem.Estimate(new LocalExpectation(problem.Shape), 1, TestInputs.Noise(1));
        for (int i = 0; i < problem.ExactGradient.Length; i++)
            Assert.Equal(problem.ExactGradient[i], gradient.Span[i], 4 * Golden.Tolerance * problem.Norm);
    }

    [Fact]
    public void Its_mean_over_all_samples_is_the_enumerated_gradient_to_rounding()
    {
        double[] mean = PublishedToy.Problem.Expectation(new LocalExpectation(PublishedToy.Shape), 1);
        PublishedToy.Agree(PublishedToy.Problem.ExactGradient, mean);
    }
}
