using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class VimcoTests
{
    /// <summary>
    /// With the gradient of the KL that the train step adds, the mean over all pairs of codes is the gradient of the two-sample
    /// bound, by central differences of the enumerated bound.
    /// </summary>
    [Fact]
    public void With_the_KL_its_mean_is_the_gradient_of_the_bound()
    {
        double[] logits = [.. PublishedToy.Logits.Select(logit => (double)logit)], mean = new double[6];
        double[] p = Probabilities(logits);
        for (int pair = 0; pair < 81; pair++)
        {
            double[] categories = [pair % 3, pair / 3 % 3, pair / 9 % 3, pair / 27];
            Real[] gradient = PublishedToy.Estimate(new Vimco(new EstimatorContext(PublishedToy.Shape, 2)), 1, out _, categories);
            double probability = p[(int)categories[0]] * p[3 + (int)categories[1]] * p[(int)categories[2]] * p[3 + (int)categories[3]];
            for (int i = 0; i < 6; i++) mean[i] += probability * gradient[i];
        }
        for (int i = 0; i < 6; i++)
        {
            const double Step = 1e-5;
            double[] up = [.. logits], down = [.. logits];
            up[i] += Step;
            down[i] -= Step;
            double slope = (Bound(down) - Bound(up)) / (2 * Step);
            double average = Enumerable.Range(i / 3 * 3, 3).Sum(k => p[k] * Math.Log(p[k])), kl = p[i] * (Math.Log(p[i]) - average);
            Assert.Equal(slope, mean[i] + kl, sizeof(Real) == sizeof(double) ? 1e-8 : 1e-4);
        }
    }

    [Fact]
    public void One_sample_is_an_error_that_says_what_it_needs() => Assert.Contains("'vimco' needs estimator:samples of 2 or more",
        Assert.Throws<EstimatorNotApplicableException>(() => new Vimco(new EstimatorContext(PublishedToy.Shape))).Message,
        StringComparison.Ordinal);

    // The losses of the toy problem's nine codes, published.
    private static double Bound(double[] logits)
    {
        double[] f = [2.675, 4.125, 1.75, -3.575, .875, -4, 1.05, 2.5, 1.375], p = Probabilities(logits);
        double bound = 0;
        for (int s = 0; s < 9; s++)
        {
            for (int t = 0; t < 9; t++)
            {
                double first = p[s / 3] * p[3 + s % 3], second = p[t / 3] * p[3 + t % 3];
                bound += first * second * Math.Log((Math.Exp(-f[s]) / 9 / first + Math.Exp(-f[t]) / 9 / second) / 2);
            }
        }
        return bound;
    }

    private static double[] Probabilities(double[] logits) => [.. logits.Chunk(3).SelectMany(row =>
        row.Select(logit => Math.Exp(logit) / row.Sum(other => Math.Exp(other))))];
}
