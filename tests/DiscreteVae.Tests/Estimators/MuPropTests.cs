using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class MuPropTests
{
    [Fact]
    public void It_has_no_variance_for_a_linear_loss()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 4, data: 2, seed: 52);
        for (ulong draw = 0; draw < 20; draw++)
        {
            Matrix gradient = problem.Estimate(new MuProp(problem.Shape, new MuPropOptions()), 1, TestInputs.Noise(draw));
            for (int i = 0; i < problem.ExactGradient.Length; i++)
                Assert.Equal(problem.ExactGradient[i], gradient.Span[i], 20 * Golden.Tolerance * problem.Norm);
        }
    }

    [Fact]
    public void Its_mean_over_all_samples_is_the_enumerated_gradient_to_rounding() => PublishedToy.Agree(
        PublishedToy.Problem.ExactGradient, PublishedToy.Problem.Expectation(new MuProp(PublishedToy.Shape, new MuPropOptions()), 1));

    /// <summary>The learned scale goes to where the variance is least: 1 for a linear loss, where none is left.</summary>
    [Fact]
    public void The_learned_scale_finds_1_for_a_linear_loss()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 4, data: 2, seed: 52);
        var estimator = new MuProp(problem.Shape, new MuPropOptions { Eta = 0, Adaptive = true });
        Matrix gradient = problem.Estimate(estimator, 1, TestInputs.Noise(0));
        for (ulong draw = 1; draw < 4; draw++) gradient = problem.Estimate(estimator, 1, TestInputs.Noise(draw));
        for (int i = 0; i < problem.ExactGradient.Length; i++)
            Assert.Equal(problem.ExactGradient[i], gradient.Span[i], 100 * Golden.Tolerance * problem.Norm);
    }
}
