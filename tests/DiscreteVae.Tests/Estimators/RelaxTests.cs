using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class RelaxTests
{
    /// <summary>The network begins as 0, so that without learning RELAX is REBAR with a fixed scale.</summary>
    [Fact]
    public void Without_learning_it_is_REBAR_with_a_fixed_scale()
    {
        EnumerableProblem problem = EnumerableProblem.Create("cubic", latents: 2, categories: 3, data: 3, seed: 30);
        var relax = new Relax(Context(problem.Shape), new RelaxOptions { LearningRate = 0, Eta = 0.8, Temperature = 0.6 });
        var rebar = new Rebar(problem.Shape, new RebarOptions { Eta = 0.8, Adaptive = false });
        Assert.Equal(3, relax.Traits.Evaluations);
        for (ulong draw = 0; draw < 5; draw++)
        {
            Real[] expected = problem.Estimate(rebar, (Real)0.6, TestInputs.Noise(draw)).Span.ToArray();
            Real[] actual = problem.Estimate(relax, 1, TestInputs.Noise(draw)).Span.ToArray();
            for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 20 * Golden.Tolerance * problem.Norm);
        }
    }

    /// <summary>From a useless start (η = 0 and a temperature far off) the surrogate takes most of the variance away.</summary>
    [Fact]
    public void The_surrogate_learns_to_lower_the_variance()
    {
        EnumerableProblem problem = EnumerableProblem.Create("cubic", latents: 2, categories: 3, data: 2, seed: 31);
        var options = new RelaxOptions { Eta = 0, Temperature = 3, LearningRate = 0.01 };
        var estimator = new Relax(Context(problem.Shape), options);
        double before = Square(problem, new Relax(Context(problem.Shape), options with { LearningRate = 0 }), 0);
        for (ulong step = 0; step < 1500; step++) problem.Estimate(estimator, 1, TestInputs.Noise(step), copies: 10);
        double after = Square(problem, estimator, 10_000);
        double exact = problem.Norm * problem.Norm;
        Assert.True(after - exact < 0.5 * (before - exact), $"The variance went from {before - exact} to {after - exact}.");
        Assert.NotEqual(0, estimator.Eta);
        Assert.NotEqual(3, estimator.Temperature);
    }

    [Fact]
    public void The_temperature_stays_in_its_bounds()
    {
        EnumerableProblem problem = EnumerableProblem.Create("cubic", latents: 2, categories: 3, data: 2, seed: 32);
        var estimator = new Relax(Context(problem.Shape), new RelaxOptions { LearningRate = 1 });
        for (ulong step = 0; step < 30; step++) problem.Estimate(estimator, 1, TestInputs.Noise(step));
        Assert.InRange(estimator.Temperature, 0.99 * Relax.LeastTemperature, 1.01 * Relax.LargestTemperature);
    }

    private static double Square(EnumerableProblem problem, IGradientEstimator estimator, ulong seed)
    {
        double sum = 0;
        const int Draws = 200, Copies = 10;
        for (ulong draw = 0; draw < Draws; draw++)
        {
            foreach (Real value in problem.Estimate(estimator, 1, TestInputs.Noise(seed + draw), Copies).Span) sum += (double)value * value;
        }
        return sum / Draws / Copies;
    }

    private static EstimatorContext Context(LatentShape shape) => new(shape, Pixels: EnumerableProblem.Pixels);
}
