using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ArsmTests
{
    [Fact]
    public void A_constant_loss_has_no_gradient()
    {
        var shape = new LatentShape(2, 3);
        var problem = new EnumerableProblem(shape, new PolynomialLoss([512, 512, 512, 0, 0, 0]), TestInputs.Normal(3, 6));
        foreach (Real value in problem.Estimate(new Arsm(shape), 1, TestInputs.Noise(1), copies: 5).Span) Assert.Equal(0, value);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Other_numbers_of_categories_are_unbiased_too(int categories)
    {
        EnumerableProblem problem = EnumerableProblem.Create("cubic", latents: 2, categories, data: 1, seed: 48);
        double mustDetect = 0.1 * problem.Norm;
        StreamingMoments draws = problem.DrawGradients(new Arsm(problem.Shape), 1, seed: 6, 1e-6, mustDetect);
        StatisticalAssert.MeanEquals(problem.ExactGradient, draws, 1e-6, mustDetect);
    }
}
