using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class DoubleCvTests
{
    [Theory]
    [InlineData(-1.0, 2)]
    [InlineData(1.0, 3)]
    public void Any_fixed_scale_is_unbiased(double alpha, int samples) =>
        EstimatorContract.MeanIsExact(shape => Create(shape, alpha, samples), "quadratic");

    [Fact]
    public void At_minus_1_a_linear_loss_leaves_no_variance()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 4, data: 2, seed: 49);
        for (ulong draw = 0; draw < 20; draw++)
        {
            Matrix gradient = problem.Estimate(Create(problem.Shape, -1, 3), 1, TestInputs.Noise(draw));
            for (int i = 0; i < problem.ExactGradient.Length; i++)
                Assert.Equal(problem.ExactGradient[i], gradient.Span[i], 20 * Golden.Tolerance * problem.Norm);
        }
    }

    [Fact]
    public void At_0_it_is_leave_one_out()
    {
        EnumerableProblem problem = EnumerableProblem.Create("cubic", latents: 2, categories: 3, data: 2, seed: 50);
        Real[] own = problem.Estimate(Create(problem.Shape, 0, 4), 1, TestInputs.Noise(1)).Span.ToArray();
        Real[] rloo = problem.Estimate(new Rloo(new EstimatorContext(problem.Shape, 4)), 1, TestInputs.Noise(1)).Span.ToArray();
        Assert.Equal(rloo, own);
    }

    [Fact]
    public void An_adaptive_scale_finds_minus_1_for_a_linear_loss_after_one_minibatch()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 2, categories: 3, data: 1, seed: 51);
        var estimator = new DoubleCv(new EstimatorContext(problem.Shape, 4), new DoubleCvOptions());
        for (ulong draw = 0; draw < 200; draw++) problem.Estimate(estimator, 1, TestInputs.Noise(draw), copies: 50);
        Matrix gradient = problem.Estimate(estimator, 1, TestInputs.Noise(999), copies: 50);
        for (int i = 0; i < gradient.Span.Length; i++)
            Assert.Equal(problem.ExactGradient[i % 6], gradient.Span[i], 0.1 * problem.Norm);
    }

    private static DoubleCv Create(LatentShape shape, double alpha, int samples) =>
        new(new EstimatorContext(shape, samples), new DoubleCvOptions { Alpha = alpha, Adaptive = false });
}
