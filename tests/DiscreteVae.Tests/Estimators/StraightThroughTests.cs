using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class StraightThroughTests
{
    public static TheoryData<double> Temperatures() => GoldenKernels.Temperatures("straight-through");

    [Theory, MemberData(nameof(Temperatures))]
    public void It_is_PyTorchs_at_every_temperature(double temperature) =>
        GoldenKernels.Check(shape => new StraightThrough(shape), "straight-through", temperature);

    [Theory]
    [InlineData(1.0, new[] { .97262917, -.67587883, -.29675034, .18788153, -.12312477, -.06475676 })]
    [InlineData(1.3, new[] { .74909599, -.55427013, -.19482585, .18446603, -.11419237, -.07027366 })]
    public void The_published_estimate_at_one_sample_is_met(double temperature, double[] expected)
    {
        PublishedToy.Agree(expected, PublishedToy.Estimate(new StraightThrough(PublishedToy.Shape), temperature, out Real loss));
        Assert.Equal(1.75, loss, 1e-6);
    }

    [Fact]
    public void Its_mean_over_all_samples_is_exact_for_a_linear_loss()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 3, categories: 3, data: 1, seed: 3);
        double[] mean = problem.Expectation(new StraightThrough(problem.Shape), 1);
        for (int i = 0; i < mean.Length; i++) Assert.Equal(problem.ExactGradient[i], mean[i], Golden.Tolerance * problem.Norm);
    }

    [Fact]
    public void Its_mean_over_all_samples_is_biased_for_a_quadratic_loss_by_the_published_amount()
    {
        double[] mean = PublishedToy.Problem.Expectation(new StraightThrough(PublishedToy.Shape), 1);
        PublishedToy.Agree([.57727531, -.54819614, -.02907917, .09870989, .34703898, -.44574887], mean);
        Assert.Equal(0.301, PublishedToy.Bias(mean), 5e-4);
    }

    [Fact]
    public void Another_temperature_is_biased_for_a_linear_loss_too()
    {
        EnumerableProblem problem = EnumerableProblem.Create("linear", latents: 2, categories: 3, data: 1, seed: 3);
        double[] mean = problem.Expectation(new StraightThrough(problem.Shape), (Real)1.3);
        Assert.True(mean.Zip(problem.ExactGradient, (m, exact) => Math.Abs(m - exact)).Max() > 0.05 * problem.Norm);
    }
}
