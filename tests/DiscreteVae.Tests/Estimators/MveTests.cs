using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class MveTests
{
    [Fact]
    public void The_published_estimate_in_the_limit_is_met() => PublishedToy.Agree(
        [1.04324802, -.53790859, -.50533944, .08580920, -.01217039, -.07363881],
        PublishedToy.Estimate(Create(new MveOptions()), 1, out _));

    /// <summary>The published rows come from a least-squares solver: the second sums to -2e-8 where 0 is exact.</summary>
    [Fact]
    public void The_published_estimate_at_temperature_10_is_met() => PublishedToy.Agree(
        [1.03651166, -.56281225, -.47369941, .10688486, -.03045936, -.07642552],
        PublishedToy.Estimate(Create(Finite(10)), 1, out _), more: 1e-8);

    [Fact]
    public void At_temperature_0_it_is_straight_through_at_temperature_1_state_by_state()
    {
        EnumerableProblem problem = EnumerableProblem.Create("bernoulli", latents: 3, categories: 4, data: 3, seed: 19);
        for (ulong draw = 0; draw < 50; draw++)
        {
            Real[] mve = problem.Estimate(new Mve(problem.Shape, Finite(0)), 1, TestInputs.Noise(draw)).Span.ToArray();
            Real[] straight = problem.Estimate(new StraightThrough(problem.Shape), 1, TestInputs.Noise(draw)).Span.ToArray();
            for (int i = 0; i < mve.Length; i++) Assert.Equal(straight[i], mve[i], Golden.Tolerance * 10);
        }
    }

    [Theory]
    [InlineData(10, .044)]
    [InlineData(150, .0035)]
    public void Its_bias_for_a_quadratic_loss_is_the_published_one(double temperature, double expected) =>
        Assert.Equal(expected, PublishedToy.Bias(PublishedToy.Problem.Expectation(Create(Finite(temperature)), 1)), 5e-4);

    [Theory]
    [InlineData(0.0)]
    [InlineData(10.0)]
    [InlineData(1e6)]
    public void Every_temperature_is_exact_for_a_linear_loss_and_finite_for_extreme_logits(double temperature)
    {
        CreateEstimator create = shape => new Mve(shape, Finite(temperature));
        EstimatorContract.ExactnessIsAsClaimed(create, "linear");
        EstimatorContract.StaysFinite(create, latents: 2, categories: 3, magnitude: 100, temperature: 1);
        EstimatorContract.CertaintyHasNoGradient(create);
    }

    /// <summary>A large finite temperature comes near the limit also where some probabilities are tiny.</summary>
    [Fact]
    public void The_limit_is_the_limit()
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 2, categories: 5, data: 2, seed: 20, logitScale: 3);
        for (ulong draw = 0; draw < 50; draw++)
        {
            Real[] limit = problem.Estimate(new Mve(problem.Shape, new MveOptions()), 1, TestInputs.Noise(draw)).Span.ToArray();
            Real[] finite = problem.Estimate(new Mve(problem.Shape, Finite(1e6)), 1, TestInputs.Noise(draw)).Span.ToArray();
            for (int i = 0; i < limit.Length; i++) Assert.Equal(limit[i], finite[i], 2e-3 * problem.Norm);
        }
    }

    private static Mve Create(MveOptions options) => new(PublishedToy.Shape, options);

    private static MveOptions Finite(double temperature) => new() { Form = MveForm.Finite, Temperature = temperature };
}
