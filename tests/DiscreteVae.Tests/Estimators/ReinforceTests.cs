using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ReinforceTests
{
    [Fact]
    public void The_published_estimate_without_a_baseline_is_met()
    {
        Real[] gradient = PublishedToy.Estimate(Create(ReinforceBaseline.None), 1, out Real loss);
        PublishedToy.Agree([.92439161, -.37096976, -.55342185, -.19537359, -.58693470, .78230828], gradient);
        Assert.Equal(1.75, loss, 1e-6);
    }

    [Fact]
    public void A_constant_baseline_is_subtracted_from_the_loss()
    {
        Real[] plain = PublishedToy.Estimate(Create(ReinforceBaseline.None), 1, out _);
        Real[] shifted = PublishedToy.Estimate(Create(ReinforceBaseline.Constant, value: 125), 1, out Real loss);
        // f = 1.75, so that f − 125 = −123.25.
        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i] / 1.75 * -123.25, shifted[i], Golden.Tolerance * 200);
        Assert.Equal(1.75, loss, 1e-6);
    }

    [Fact]
    public void The_options_are_the_tutorials_constant_and_a_running_mean_by_default()
    {
        var options = new ReinforceOptions();
        Assert.Equal((ReinforceBaseline.RunningMean, 125.0, 0.99), (options.Baseline, options.BaselineValue, options.Decay));
    }

    [Theory]
    [InlineData(0.99)]
    [InlineData(0.5)]
    [InlineData(0.0)]
    public void The_running_mean_weighs_earlier_minibatches_by_powers_of_the_decay(double decay)
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 2, categories: 3, data: 3, seed: 12);
        var estimator = new Reinforce(new EstimatorContext(problem.Shape), new ReinforceOptions { Decay = decay });
        Assert.Equal(0, estimator.Baseline);
        var means = new List<double>();
        for (ulong step = 0; step < 20; step++)
        {
            problem.Estimate(estimator, 1, TestInputs.Noise(step), problem.CreatePosterior(), problem.CreateObjective(),
                out Real[] losses);
            means.Add(losses.Average(loss => (double)loss));
            double[] weights = [.. means.Select((_, i) => Math.Pow(decay, means.Count - 1 - i))];
            Assert.Equal(means.Zip(weights, (mean, weight) => mean * weight).Sum() / weights.Sum(), estimator.Baseline, 1e-9);
        }
    }

    [Fact]
    public void The_running_mean_never_depends_on_the_sample_it_is_subtracted_from()
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 2, categories: 3, data: 3, seed: 13);
        var estimator = new Reinforce(new EstimatorContext(problem.Shape), new ReinforceOptions { Decay = 0.5 });
        for (ulong step = 0; step < 5; step++)
        {
            double before = estimator.Baseline;
            Matrix gradient = problem.Estimate(estimator, 1, TestInputs.Noise(step));
            // The same sample, with the baseline that was there before it, as a constant.
            Matrix expected = problem.Estimate(Create(ReinforceBaseline.Constant, before, problem.Shape), 1,
                TestInputs.Noise(step));
            Assert.Equal(expected.Span.ToArray(), gradient.Span.ToArray());
            Assert.NotEqual(before, estimator.Baseline);
        }
    }

    [Theory]
    [InlineData(ReinforceBaseline.None)]
    [InlineData(ReinforceBaseline.Constant)]
    public void A_baseline_that_is_fixed_stays_so(ReinforceBaseline baseline)
    {
        Reinforce estimator = Create(baseline, value: 3);
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(baseline == ReinforceBaseline.None ? 0 : 3, estimator.Baseline);
            PublishedToy.Estimate(estimator, 1, out _);
        }
    }

    /// <summary>A constant of 3 nats for data whose losses are far from it: the variance grows, the mean must not move.</summary>
    [Theory]
    [InlineData(ReinforceBaseline.None)]
    [InlineData(ReinforceBaseline.Constant)]
    public void Every_baseline_is_unbiased(ReinforceBaseline baseline) =>
        EstimatorContract.MeanIsExact(shape => Create(baseline, value: 3, shape), "quadratic");

    private static Reinforce Create(ReinforceBaseline baseline, double value = 0, LatentShape? shape = null) =>
        new(new EstimatorContext(shape ?? PublishedToy.Shape), new ReinforceOptions { Baseline = baseline, BaselineValue = value });
}
