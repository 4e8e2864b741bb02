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

    /// <summary>The learned scale goes to where the variance is least: for a linear loss near 1, where next to none is left.</summary>
    [Fact]
    public void The_learned_scale_takes_the_variance_of_a_linear_loss_away()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 4, data: 2, seed: 52);
        double Deviation(bool adaptive)
        {
            var estimator = new MuProp(problem.Shape, new MuPropOptions { Eta = 0, Adaptive = adaptive });
            double square = 0;
            for (ulong draw = 0; draw < 450; draw++)
            {
                Matrix gradient = problem.Estimate(estimator, 1, TestInputs.Noise(draw), copies: 20);
                if (draw < 400) continue;
                for (int i = 0; i < gradient.Span.Length; i++)
                {
                    double error = gradient.Span[i] - problem.ExactGradient[i % problem.ExactGradient.Length];
                    square += error * error;
                }
            }
            return Math.Sqrt(square);
        }
        Assert.True(Deviation(adaptive: true) < 0.1 * Deviation(adaptive: false));
    }
}
