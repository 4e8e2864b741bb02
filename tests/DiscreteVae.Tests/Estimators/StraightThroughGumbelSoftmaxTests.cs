using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class StraightThroughGumbelSoftmaxTests
{
    public static TheoryData<double> Temperatures() => GoldenKernels.Temperatures("straight-through-gumbel-softmax");

    [Theory, MemberData(nameof(Temperatures))]
    public void It_is_PyTorchs_at_every_temperature(double temperature) => GoldenKernels.Check(
        shape => new StraightThroughGumbelSoftmax(shape), "straight-through-gumbel-softmax", temperature);

    /// <summary>
    /// One repeat of the Rao-Blackwellised estimator draws the same pair of code and noise in another order: equal means and
    /// equal mean squares of every component, that is equal variances, at a stated rate of false failures.
    /// </summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void It_is_one_repeat_of_the_Rao_Blackwellised_estimator_in_law(double temperature)
    {
        EnumerableProblem problem = EnumerableProblem.Create("quadratic", latents: 2, categories: 3, data: 1, seed: 14);
        StreamingMoments plain = Draw(new StraightThroughGumbelSoftmax(problem.Shape), 1);
        StreamingMoments repeated = Draw(
            new RaoBlackwellStraightThroughGumbelSoftmax(problem.Shape, new RaoBlackwellOptions { Repeats = 1 }), 2);
        for (int i = 0; i < plain.Dimension; i++)
        {
            double error = Math.Sqrt(Math.Pow(plain.StandardError(i), 2) + Math.Pow(repeated.StandardError(i), 2));
            // 5.3 standard errors: 1e-7 for each of 12 components.
            Assert.True(Math.Abs(plain.Mean[i] - repeated.Mean[i]) <= 5.3 * error, $"{plain.Mean[i]} and {repeated.Mean[i]}.");
        }

        StreamingMoments Draw(IGradientEstimator estimator, ulong seed)
        {
            var moments = new StreamingMoments(2 * problem.Shape.Width);
            var row = new double[moments.Dimension];
            for (ulong draw = 0; draw < 40; draw++)
            {
                ReadOnlySpan<Real> gradient =
                    problem.Estimate(estimator, (Real)temperature, TestInputs.Noise(1000 * seed + draw), copies: 1000).Span;
                for (int start = 0; start < gradient.Length; start += problem.Shape.Width)
                {
                    for (int i = 0; i < problem.Shape.Width; i++)
                        (row[i], row[problem.Shape.Width + i]) = (gradient[start + i], Math.Pow(gradient[start + i], 2));
                    moments.Add(row);
                }
            }
            return moments;
        }
    }
}
