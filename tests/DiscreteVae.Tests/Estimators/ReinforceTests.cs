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

    /// <summary>
    /// Data that differ in nothing but their loss's level, which the network can tell from the image and a running mean cannot.
    /// </summary>
    [Fact]
    public void The_network_learns_a_baseline_for_each_image()
    {
        var shape = new LatentShape(2, 3);
        const int Data = 4;
        double[] linear = [.. TestInputs.Normal(5, Data * shape.Width, 0.1).Select((value, i) => value + 10.0 * (i / shape.Width))];
        var problem = new EnumerableProblem(shape, new PolynomialLoss(linear), TestInputs.Normal(6, Data * shape.Width));
        double Deviation(ReinforceBaseline baseline)
        {
            var estimator = new Reinforce(new EstimatorContext(shape, Pixels: EnumerableProblem.Pixels),
                new ReinforceOptions { Baseline = baseline, LearningRate = 0.02, Decay = 0.9 });
            for (ulong step = 0; step < 400; step++) problem.Estimate(estimator, 1, TestInputs.Noise(step), copies: 4);
            double square = 0;
            for (ulong step = 400; step < 440; step++)
            {
                foreach (Real value in problem.Estimate(estimator, 1, TestInputs.Noise(step), copies: 4).Span) square += (double)value * value;
            }
            return Math.Sqrt(square);
        }
        Assert.True(Deviation(ReinforceBaseline.Network) < 0.1 * Deviation(ReinforceBaseline.RunningMean));
    }

    [Fact]
    public void A_network_without_images_says_so()
    {
        var estimator = new Reinforce(new EstimatorContext(PublishedToy.Shape, Pixels: 4), new ReinforceOptions { Baseline = ReinforceBaseline.Network });
        Posterior posterior = TestInputs.PosteriorOf(PublishedToy.Shape, PublishedToy.Logits);
        Assert.Throws<InvalidOperationException>(() =>
            estimator.Estimate(posterior, PublishedToy.Problem.CreateObjective(), 1, TestInputs.Noise(1), new Real[1], new Matrix(1, 6)));
    }

    /// <summary>f − b over its running root mean square, that of the minibatches before.</summary>
    [Fact]
    public void Normalising_divides_by_the_deviation_of_earlier_steps_and_only_where_it_is_above_1()
    {
        foreach (double level in (double[])[50, 0.1])
        {
            var problem = new EnumerableProblem(PublishedToy.Shape, new PolynomialLoss([level, level, level, 0, 0, 0]), PublishedToy.Logits);
            var plain = new Reinforce(new EstimatorContext(problem.Shape), new ReinforceOptions { Baseline = ReinforceBaseline.None });
            var normalized = new Reinforce(new EstimatorContext(problem.Shape),
                new ReinforceOptions { Baseline = ReinforceBaseline.None, Normalize = true });
            Assert.False(normalized.Traits.Unbiased);
            for (ulong step = 0; step < 3; step++)
            {
                Matrix expected = problem.Estimate(plain, 1, TestInputs.Noise(step)), actual = problem.Estimate(normalized, 1, TestInputs.Noise(step));
                double scale = step == 0 ? 1 : Math.Max(1, level);
                for (int i = 0; i < 6; i++) Assert.Equal(expected.Span[i] / scale, actual.Span[i], 10 * Golden.Tolerance * level);
            }
        }
    }
}
