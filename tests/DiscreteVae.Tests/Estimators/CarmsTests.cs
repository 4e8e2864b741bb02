using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class CarmsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Any_number_of_samples_is_unbiased(int samples) => EstimatorContract.MeanIsExact(
        shape => new Carms(new EstimatorContext(shape, samples), new CarmsOptions()), "quadratic");

    /// <summary>
    /// Relative standard deviations published for two samples: 1.93 of the quadratic toy loss, where leave-one-out has 2.12.
    /// </summary>
    [Fact]
    public void Its_deviation_is_the_published_one()
    {
        Assert.Equal(1.93, Deviation(new Carms(new EstimatorContext(PublishedToy.Shape, 2), new CarmsOptions())), 0.06);
        Assert.Equal(2.12, Deviation(new Rloo(new EstimatorContext(PublishedToy.Shape, 2))), 0.06);
    }

    [Fact]
    public void One_sample_is_too_few() => Assert.Contains("'carms' needs estimator:samples of 2 or more",
        Assert.Throws<EstimatorNotApplicableException>(() => new Carms(new EstimatorContext(PublishedToy.Shape), new CarmsOptions())).Message,
        StringComparison.Ordinal);

    /// <summary>P is a symmetric distribution with marginals p, and gives every pair of different categories a chance.</summary>
    [Fact]
    public void The_joint_distribution_of_a_pair_has_the_right_marginals() =>
        Gen.Select(Gen.Int[2, 6], Gen.Int[1, 7], Gen.ULong[0, 1 << 30]).Sample((samples, categories, seed) =>
        {
            var pairs = new AntitheticCategories(samples, categories);
            Posterior posterior = TestInputs.PosteriorOf(new LatentShape(1, categories), TestInputs.Normal(seed, categories));
            pairs.SetProbabilities(posterior.LogProbabilities.Row(0));
            for (int a = 0; a < categories; a++)
            {
                double sum = 0;
                for (int b = 0; b < categories; b++)
                {
                    Assert.Equal(pairs.Joint(a, b), pairs.Joint(b, a), 1e-12);
                    if (a != b) Assert.True(pairs.Joint(a, b) > 1e-9, $"{a} never meets {b}.");
                    sum += pairs.Joint(a, b);
                }
                Assert.Equal(posterior.Probabilities[0, a], sum, 1e-6);
            }
        });

    /// <summary>What is drawn has the distribution that the ratio divides by.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Pairs_are_drawn_as_the_joint_distribution_says(int samples)
    {
        const int Categories = 3, Draws = 40_000;
        var shape = new LatentShape(1, Categories);
        Real[] logits = [.. Enumerable.Repeat<Real[]>([(Real)0.5, (Real)(-0.3), (Real)1.1], Draws).SelectMany(row => row)];
        Posterior posterior = TestInputs.PosteriorOf(shape, logits);
        posterior.Images = null;
        var objective = new LossRecorder(new CountingObjective(new PolynomialLoss(new double[Draws * Categories]), Draws));
        new Carms(new EstimatorContext(shape, samples), new CarmsOptions()).Estimate(
            posterior, objective, 1, TestInputs.Noise(3), new Real[Draws], new Matrix(0, Categories));
        var counts = new long[Categories * Categories];
        for (int b = 0; b < Draws; b++) counts[Categories * Category(b) + Category(Draws + b)]++;
        var pairs = new AntitheticCategories(samples, Categories);
        pairs.SetProbabilities(posterior.LogProbabilities.Row(0));
        // A pair that cannot meet has a probability of rounding errors.
        double[] expected = [.. Enumerable.Range(0, counts.Length).Select(i => pairs.Joint(i / Categories, i % Categories)).Select(p => p > 1e-12 ? p : 0)];
        StatisticalAssert.Frequencies(expected, counts, 1e-6);

        int Category(int row) => objective.Codes.Row(row).IndexOf((Real)1);
    }

    /// <summary>The published code's clipping leaves a bias of a few tenths of a per cent and does not claim otherwise.</summary>
    [Fact]
    public void Clipping_does_not_claim_to_be_unbiased() => Assert.Equal((true, false), (
        new Carms(new EstimatorContext(PublishedToy.Shape, 2), new CarmsOptions()).Traits.Unbiased,
        new Carms(new EstimatorContext(PublishedToy.Shape, 2), new CarmsOptions { Clip = true }).Traits.Unbiased));

    private static double Deviation(IGradientEstimator estimator)
    {
        StreamingMoments draws = PublishedToy.Problem.DrawGradients(estimator, 1, seed: 8, 1e-6, mustDetect: 1e-9, copies: 20, most: 3000);
        return Math.Sqrt(20 * Enumerable.Range(0, 6).Sum(draws.Variance)) / PublishedToy.Problem.Norm;
    }
}
